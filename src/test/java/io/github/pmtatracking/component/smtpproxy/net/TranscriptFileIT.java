package io.github.pmtatracking.component.smtpproxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.Proxy;
import io.github.pmtatracking.component.smtpproxy.ProxyExtension;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The transcript files of a proxy. */
class TranscriptFileIT {
  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();
  private final FakeUpstream upstream = smtp.upstream();

  @TempDir Path folder;

  @Test
  void theTranscriptContainsNoCredentials() throws Exception {
    upstream.on(
        "AUTH",
        (line, dialogue) -> {
          dialogue.reply("334 " + base64("challenge"));
          dialogue.readLine();
          dialogue.reply("235 2.7.0 welcome");
        });
    Path file = folder.resolve("down.txt");
    Path mails = folder.resolve("up.eml");
    Files.writeString(file, "from before");
    try (Proxy proxy = smtp.start("downstreamDebug=" + file, "upstreamDataDebug=" + mails);
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.say("AUTH PLAIN " + base64("\0fred\0pass"));
      client.say(base64("secret"));
      Proxy.send(client);
      client.say("QUIT");
    }
    String text = Files.readString(file);
    assertFalse(text.contains("from before"));
    assertFalse(text.contains(base64("\0fred\0pass")), text);
    assertFalse(text.contains(base64("challenge")), text);
    assertFalse(text.contains(base64("secret")), text);
    assertTrue(
        text.contains(
            "AUTH PLAIN ##REDACTED##\r\n334 ##REDACTED##\r\n##REDACTED##\r\n235 2.7.0 welcome\r\n"),
        text);
    assertTrue(text.contains("354 go ahead\r\nSubject: x\r\n\r\ntext\r\n.\r\n250 2.0.0"), text);
    assertEquals("Subject: x\r\n\r\ntext\r\n", Files.readString(mails));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
