package io.github.pmtatracking.component.smtpproxy.server;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Finds the user's name in the lines of an AUTH exchange (RFC 4616, 2195, 7628). */
final class SaslUserName {
  private final String mechanism;
  private @Nullable String name;
  private int responses;

  /**
   * @param mechanism in upper case
   */
  SaslUserName(String mechanism) {
    this.mechanism = mechanism;
  }

  /** Reads a line of the client, in base64. */
  void response(String line) {
    responses++;
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(line.strip());
    } catch (IllegalArgumentException e) {
      return; // upstream refuses the line
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    switch (mechanism) {
      case "PLAIN" -> {
        String[] parts = text.split("\0", -1);
        name = parts.length == 3 ? parts[1] : name;
      }
      case "LOGIN" -> name = responses == 1 ? text : name;
      case "CRAM-MD5" -> name = text.substring(0, Math.max(0, text.lastIndexOf(' ')));
      case "XOAUTH2", "OAUTHBEARER" -> {
        String user = between(text, "user=", "\1");
        String authorization = between(text, "a=", ",");
        name = !user.isEmpty() ? user : !authorization.isEmpty() ? authorization : name;
      }
      default -> {
        // SCRAM: "n,,n=user,r=nonce" in the first response
        if (responses == 1) {
          name = between(text, ",n=", ",");
        }
      }
    }
  }

  private static String between(String text, String start, String end) {
    int from = text.indexOf(start);
    if (from < 0) {
      return "";
    }
    int to = text.indexOf(end, from + start.length());
    return text.substring(from + start.length(), to < 0 ? text.length() : to);
  }

  /** The name; null when it was not found. */
  @Nullable String get() {
    return name == null || name.isEmpty() ? null : name;
  }
}
