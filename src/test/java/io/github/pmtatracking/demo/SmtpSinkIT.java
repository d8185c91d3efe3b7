package io.github.pmtatracking.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SmtpSinkIT {
  private final BlockingQueue<SinkMail> mails = new LinkedBlockingQueue<>();

  @Test
  void aPipelinedConversationIsAnsweredInOrderAndItsMailIsHandedOver() throws Exception {
    try (SmtpSink sink = SmtpSink.start(0, SinkBehavior.FRIENDLY, mails::add);
        Socket client = new Socket("127.0.0.1", sink.port())) {
      say(
          client,
          "EHLO client\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<\"b>c\"@example.com>\r\n"
              + "RCPT TO:<d@example.com>\r\nDATA\r\nSubject: x\r\n\r\n..dot\r\n.\r\nQUIT\r\n");

      String conversation =
          new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertEquals(
          """
          220 sink.example ESMTP
          250-sink.example says hello
          250-PIPELINING
          250-SIZE 104857600
          250-8BITMIME
          250-SMTPUTF8
          250-DSN
          250 ENHANCEDSTATUSCODES
          250 2.1.0 MAIL ok
          250 2.1.5 <"b>c"@example.com> ok
          250 2.1.5 <d@example.com> ok
          354 go ahead
          250 2.0.0 message received
          221 2.0.0 sink.example says goodbye
          """,
          conversation.replace("\r\n", "\n"));
      SinkMail mail = mails.poll(30, TimeUnit.SECONDS);
      assertEquals("a@example.com", mail.sender());
      assertEquals(List.of("\"b>c\"@example.com", "d@example.com"), mail.recipients());
      assertArrayEquals(
          "Subject: x\r\n\r\n.dot\r\n".getBytes(StandardCharsets.US_ASCII), mail.data());
    }
  }

  @Test
  void aMailThatIsRefusedIsNotHandedOver() throws Exception {
    SinkBehavior full =
        new SinkBehavior() {
          @Override
          public String taken(SinkMail mail, SinkDialogue dialogue) {
            return "452 4.3.1 mailbox full";
          }
        };
    try (SmtpSink sink = SmtpSink.start(0, full, mails::add);
        Socket client = new Socket("127.0.0.1", sink.port())) {
      say(client, "MAIL FROM:<>\r\nRCPT TO:<d@example.com>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n");
      String conversation =
          new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertEquals("452 4.3.1 mailbox full", conversation.split("\r\n")[4]);
      assertEquals(0, mails.size());
    }
  }

  private static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
