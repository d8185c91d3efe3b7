package io.github.pmtatracking.testing;

import io.github.pmtatracking.demo.SinkDialogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Answers AUTH PLAIN, LOGIN and CRAM-MD5 as a server does that knows one user. */
public final class AuthAnswer implements FakeUpstream.Answer {
  private static final String CHALLENGE = "<4711.1@upstream.example>";

  private final String user;
  private final String password;

  public AuthAnswer(String user, String password) {
    this.user = user;
    this.password = password;
  }

  @Override
  public void give(String line, SinkDialogue dialogue) throws IOException {
    String[] words = line.split(" ", 3);
    boolean right =
        switch (words[1].toUpperCase(Locale.ROOT)) {
          case "PLAIN" -> {
            String response = words.length > 2 ? words[2] : asked(dialogue, "");
            yield decoded(response).equals("\0" + user + "\0" + password);
          }
          case "LOGIN" -> {
            String name = words.length > 2 ? words[2] : asked(dialogue, "Username:");
            String secret = asked(dialogue, "Password:");
            yield decoded(name).equals(user) && decoded(secret).equals(password);
          }
          default -> decoded(asked(dialogue, CHALLENGE)).equals(user + " " + digest());
        };
    dialogue.reply(right ? "235 2.7.0 welcome" : "535 5.7.8 wrong");
  }

  private static String asked(SinkDialogue dialogue, String question) throws IOException {
    dialogue.reply(
        "334 " + Base64.getEncoder().encodeToString(question.getBytes(StandardCharsets.UTF_8)));
    return dialogue.readLine();
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private String digest() {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
      return HexFormat.of().formatHex(mac.doFinal(CHALLENGE.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
