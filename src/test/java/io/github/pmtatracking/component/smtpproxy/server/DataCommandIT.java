package io.github.pmtatracking.component.smtpproxy.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.Proxy;
import io.github.pmtatracking.component.smtpproxy.ProxyExtension;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DATA: one message is never smuggled in another, and no part of a message goes upstream. */
class DataCommandIT {
  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();
  private final FakeUpstream upstream = smtp.upstream();

  private static final String SMUGGLED =
      "MAIL FROM:<evil@example.com>\r\nRCPT TO:<victim@example.com>\r\nDATA\r\nevil\r\n";

  @Test
  void aMessageThatIsTooLargeIsRefused(@TempDir Path folder) throws Exception {
    String refused = "552 5.3.4 Message too large, maximum 1024 bytes";
    try (Proxy proxy =
            smtp.start("maxMessageSize=1KiB", "inMemory=512", "spoolDirectory=" + folder);
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      assertTrue(client.say("EHLO c").contains("\n250-SIZE 1024\n"));
      assertEquals(refused, client.say("MAIL FROM:<s@example.com> SIZE=1025"));
      client.say("MAIL FROM:<s@example.com>");
      client.say("RCPT TO:<a@example.com>");
      client.say("DATA");
      assertEquals(refused, client.send("1234567\r\n".repeat(200)).say("."));
      assertEquals("250 2.0.0 message received", Proxy.send(client));
      upstream.mail();
      assertEquals(0, upstream.waiting());
      assertEquals(0, folder.toFile().list().length);
    }
  }

  @Test
  void aClientThatDisconnectsInDataLeavesNothingBehind() throws Exception {
    try (Proxy proxy = smtp.start()) {
      try (SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
        client.say("MAIL FROM:<s@example.com>");
        client.say("RCPT TO:<a@example.com>");
        client.say("DATA");
        client.send("half a message\r\n");
      }
      await().until(() -> upstream.openSessions() == 0);
      assertFalse(upstream.lines().contains("DATA"));
      await().until(() -> proxy.endpoint().getOpenConnections() == 0);
      assertEquals(0, proxy.endpoint().getMessagesInData());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n.\n",
        "\n.\r\n",
        "\r.\r",
        "\r.\r\n",
        "\r\n.\n",
        "\r\n.\r",
        "\n\n.\r\n",
        "\r\n\0.\r\n",
        "\r\n.\0\r\n",
        "\r\r\n.\n"
      })
  void onlyCrlfDotCrlfEndsAMessage(String end) throws Exception {
    try (Proxy proxy = smtp.start();
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("550 5.6.0 Message contains a bare CR, bare LF or NUL", smuggle(client, end));
      assertEquals(0, upstream.waiting());
      assertEquals("250 2.0.0 message received", Proxy.send(client));
      assertEquals("Subject: x\r\n\r\ntext\r\n", new String(upstream.mail().data(), ISO_8859_1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n.\n", "\n.\r\n", "\r.\r", "\r.\r\n", "\r\n.\n", "\r\n.\r"})
  void aNormalisedMessageIsStillOneMessage(String end) throws Exception {
    try (Proxy proxy = smtp.start("lineEndings=NORMALISE");
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("250 2.0.0 message received", smuggle(client, end));
      String message = new String(upstream.mail().data(), ISO_8859_1);
      assertEquals(message, message.replaceAll("\r(?!\n)|(?<!\r)\n", "!"));
      assertEquals("evil\r\n", message.substring(message.length() - 6));
      assertEquals(0, upstream.waiting());
    }
  }

  @Test
  void aDotOnTheFirstLineIsUnstuffedAndEndsAnEmptyMessage() throws Exception {
    try (Proxy proxy = smtp.start();
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.say("MAIL FROM:<s@example.com>");
      client.say("RCPT TO:<a@example.com>");
      client.say("DATA");
      assertEquals("250 2.0.0 message received", client.say("."));
      assertEquals("", new String(upstream.mail().data(), ISO_8859_1));
      client.say("MAIL FROM:<s@example.com>");
      client.say("RCPT TO:<a@example.com>");
      client.say("DATA");
      client.send("..\r\n.. .\r\n..\r\n");
      assertEquals("250 2.0.0 message received", client.say("."));
      assertEquals(".\r\n. .\r\n.\r\n", new String(upstream.mail().data(), ISO_8859_1));
    }
  }

  @Test
  void dataWithAParameterIsRefused() throws Exception {
    try (Proxy proxy = smtp.start();
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.say("MAIL FROM:<s@example.com>");
      client.say("RCPT TO:<a@example.com>");
      assertEquals("501 5.5.4 DATA takes no parameter", client.say("DATA now"));
      assertEquals("354 go ahead", client.say("data "));
      assertEquals("250 2.0.0 message received", client.send("Subject: x\r\n").say("."));
    }
  }

  private static String smuggle(SmtpTalk client, String end) throws IOException {
    client.say("MAIL FROM:<s@example.com>");
    client.say("RCPT TO:<a@example.com>");
    client.say("DATA");
    return client.send("Subject: x\r\n\r\ntext" + end + SMUGGLED).say(".");
  }
}
