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
  static final String CHALLENGE = "<4711.1@upstream.example>";

  private final Account account;

  public AuthAnswer(String user, String password) {
    this.account = new Account(user, password);
  }

  /** A user and what he would have to say, all of it in base64. */
  record Account(String user, String password) {
    boolean isPlain(String response) {
      return decoded(response).equals("\0" + user + "\0" + password);
    }

    boolean isLogin(String name, String secret) {
      return decoded(name).equals(user) && decoded(secret).equals(password);
    }

    boolean isCramMd5(String response) {
      return decoded(response).equals(user + " " + digest());
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

    private static String decoded(String base64) {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void give(String line, SinkDialogue dialogue) throws IOException {
    String[] words = line.split(" ", 3);
    boolean right =
        switch (words[1].toUpperCase(Locale.ROOT)) {
          case "PLAIN" -> account.isPlain(words.length > 2 ? words[2] : asked(dialogue, ""));
          case "LOGIN" ->
              account.isLogin(
                  words.length > 2 ? words[2] : asked(dialogue, "Username:"),
                  asked(dialogue, "Password:"));
          default -> account.isCramMd5(asked(dialogue, CHALLENGE));
        };
    dialogue.reply(right ? "235 2.7.0 welcome" : "535 5.7.8 wrong");
  }

  private static String asked(SinkDialogue dialogue, String question) throws IOException {
    dialogue.reply(
        "334 " + Base64.getEncoder().encodeToString(question.getBytes(StandardCharsets.UTF_8)));
    return dialogue.readLine();
  }
}
