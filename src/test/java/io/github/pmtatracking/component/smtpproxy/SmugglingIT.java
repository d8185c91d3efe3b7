package io.github.pmtatracking.component.smtpproxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One message in another: every end of data that some server believes in, and none of it works. */
class SmugglingIT {
  private static final String SMUGGLED =
      "MAIL FROM:<evil@example.com>\r\nRCPT TO:<victim@example.com>\r\nDATA\r\nevil\r\n";

  private FakeUpstream upstream;

  @BeforeEach
  void start() throws IOException {
    upstream = FakeUpstream.start();
  }

  @AfterEach
  void stop() throws IOException {
    upstream.close();
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
  void nothingButItsOwnEndEndsAMessage(String end) throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("550 5.6.0 Message contains a bare CR, bare LF or NUL", smuggle(client, end));
      assertEquals(0, upstream.waiting());
      assertEquals("250 2.0.0 message received", FaultIT.send(client));
      assertEquals("Subject: x\r\n\r\ntext\r\n", new String(upstream.mail().data(), ISO_8859_1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n.\n", "\n.\r\n", "\r.\r", "\r.\r\n", "\r\n.\n", "\r\n.\r"})
  void normalisedItIsOneMessageAllTheSame(String end) throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort(), "lineEndings=NORMALISE");
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("250 2.0.0 message received", smuggle(client, end));
      String message = new String(upstream.mail().data(), ISO_8859_1);
      assertEquals(message, message.replaceAll("\r(?!\n)|(?<!\r)\n", "!"));
      assertEquals("evil\r\n", message.substring(message.length() - 6));
      assertEquals(0, upstream.waiting());
    }
  }

  private static String smuggle(SmtpTalk client, String end) throws IOException {
    client.say("MAIL FROM:<s@example.com>");
    client.say("RCPT TO:<a@example.com>");
    client.say("DATA");
    return client.send("Subject: x\r\n\r\ntext" + end + SMUGGLED).say(".");
  }

  @Test
  void aDotOnTheVeryFirstLineIsUnstuffedAndEndsAnEmptyMessage() throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort());
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
  void aCommandWithABareLineFeedIsNoCommand() throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      String fault = "500 5.5.2 Lines must end with CRLF and contain no other CR, LF or NUL";
      client.send("NOOP\rx\r\nNOOP\0x\r\n");
      assertEquals(fault, client.reply());
      assertEquals(fault, client.reply());
      client.send("NOOP x\nQUIT\r\n");
      assertEquals(fault, client.reply());
    }
  }

  @Test
  void aBrowserThatWasMadeToPostCommandsIsSentAway() throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort());
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      client.send(
          "POST / HTTP/1.1\r\nHost: localhost\r\n\r\nEHLO x\r\nMAIL FROM:<s@example.com>\r\n"
              + "RCPT TO:<a@example.com>\r\nDATA\r\nx\r\n.\r\n");
      assertEquals("421 4.7.0 HTTP request to an SMTP server, closing connection", client.reply());
      assertEquals("(closed)", client.reply());
      assertEquals(0, upstream.sessions());
    }
  }

  @Test
  void dataWithAParameterIsNotData() throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.say("MAIL FROM:<s@example.com>");
      client.say("RCPT TO:<a@example.com>");
      assertEquals("501 5.5.4 DATA takes no parameter", client.say("DATA now"));
      assertEquals("354 go ahead", client.say("data "));
      assertEquals("250 2.0.0 message received", client.send("Subject: x\r\n").say("."));
    }
  }

  @Test
  void theOctetsOfBdatAreNeverCommands() throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.say("MAIL FROM:<s@example.com>");
      client.say("RCPT TO:<a@example.com>");
      client.send("BDAT 6\r\nRSET\r\nBDAT 6 LAST\r\nQUIT\r\n");
      assertEquals("502 5.5.1 BDAT not offered, use DATA", client.reply());
      assertEquals("502 5.5.1 BDAT not offered, use DATA", client.reply());
      assertEquals("250 2.0.0 sink.example", client.say("NOOP"));
      assertEquals(
          "501 5.5.4 BDAT requires a chunk size, closing connection", client.say("BDAT x"));
      assertEquals("(closed)", client.reply());
    }
    assertEquals(false, upstream.lines().contains("RSET"));
  }
}
