package io.github.pmtatracking.component.smtpproxy.upstream;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keywords in a server's reply to EHLO (RFC 5321, 4.1.1.1). */
public final class EhloKeywords {
  private final Map<String, String> parameters = new LinkedHashMap<>();

  /**
   * @param reply the reply to EHLO; its first line contains no keyword
   */
  public EhloKeywords(SmtpReply reply) {
    for (String line : reply.lines().subList(1, reply.lines().size())) {
      String[] words = line.strip().split("[ =]", 2);
      // "AUTH=LOGIN" is an old form of "AUTH LOGIN"; the first line counts
      parameters.putIfAbsent(words[0].toUpperCase(Locale.ROOT), words.length > 1 ? words[1] : "");
    }
  }

  /**
   * Whether the server offers an extension.
   *
   * @param keyword in upper case
   */
  public boolean offers(String keyword) {
    return parameters.containsKey(keyword);
  }

  /** The parameters of a keyword; empty if there are none. */
  String parameter(String keyword) {
    return parameters.getOrDefault(keyword, "");
  }

  /** The server's limit for a message in bytes (RFC 1870); 0 if it gives none. */
  public long size() {
    try {
      return Math.max(0, Long.parseLong(parameters.getOrDefault("SIZE", "0").strip()));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * The keyword lines for a client.
   *
   * @param allowed keywords that are passed on; SIZE, AUTH and STARTTLS have parameters of their
   *     own
   * @param size the value of SIZE, null for no such line
   * @param mechanisms AUTH mechanisms that are passed on; empty for no such line
   * @param startTls whether the proxy offers STARTTLS
   */
  public List<String> lines(
      Set<String> allowed, @Nullable Long size, Set<String> mechanisms, boolean startTls) {
    List<String> lines = new ArrayList<>();
    if (size != null) {
      lines.add("SIZE " + size);
    }
    parameters.forEach(
        (keyword, parameter) -> {
          if (keyword.equals("AUTH")) {
            List<String> relayed = relayed(parameter, mechanisms);
            if (!relayed.isEmpty()) {
              lines.add("AUTH " + String.join(" ", relayed));
            }
          } else if (allowed.contains(keyword) && !Set.of("SIZE", "STARTTLS").contains(keyword)) {
            lines.add(parameter.isEmpty() ? keyword : keyword + " " + parameter);
          }
        });
    if (startTls) {
      lines.add("STARTTLS");
    }
    return lines;
  }

  private static List<String> relayed(String offered, Set<String> mechanisms) {
    List<String> relayed = new ArrayList<>();
    for (String mechanism : offered.split("[ =]+", -1)) {
      if (mechanisms.contains(mechanism.toUpperCase(Locale.ROOT))) {
        relayed.add(mechanism);
      }
    }
    return relayed;
  }

  /** All keywords, as in the trace of a session. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    parameters.forEach(
        (keyword, parameter) ->
            text.append(text.isEmpty() ? "" : " ")
                .append(keyword)
                .append(parameter.isEmpty() ? "" : " " + parameter));
    return "[" + text + "]";
  }
}
