package io.github.pmtatracking.component.smtpproxy.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.component.smtpproxy.Proxy;
import io.github.pmtatracking.component.smtpproxy.ProxyExtension;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** RCPT: limits and refused recipients. */
class RecipientCommandIT {
  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();
  private final FakeUpstream upstream = smtp.upstream();

  @Test
  void aRecipientAboveTheLimitGets452() throws Exception {
    try (Proxy proxy = smtp.start("maxRecipients=2");
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.play(
          """
          C: MAIL FROM:<s@example.com>
          S: 250 2.1.0 MAIL ok
          C: RCPT TO:<a@example.com>
          S: 250 2.1.5 <a@example.com> ok
          C: RCPT TO:<b@example.com>
          S: 250 2.1.5 <b@example.com> ok
          C: RCPT TO:<c@example.com>
          S: 452 4.5.3 Too many recipients, maximum 2
          """);
    }
  }

  @Test
  void aSecondRecipientGets452WithOnePerTransaction() throws Exception {
    try (Proxy proxy = smtp.start("multipleRecipients=ONE_PER_TRANSACTION");
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.play(
          """
          C: MAIL FROM:<s@example.com>
          S: 250 2.1.0 MAIL ok
          C: RCPT TO:<a@example.com>
          S: 250 2.1.5 <a@example.com> ok
          C: RCPT TO:<b@example.com>
          S: 452 4.5.3 Only one recipient per message
          """);
    }
  }

  @Test
  void aRefusedRecipientIsLeftOutAndTheOthersGetTheMail() throws Exception {
    upstream.answer("RCPT TO:<b@", "550-5.1.1 no such user\r\n550 5.1.1 here");
    try (Proxy proxy = smtp.start();
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      client.play(
          """
          C: MAIL FROM:<s@example.com>
          S: 250 2.1.0 MAIL ok
          C: RCPT TO:<a@example.com>
          S: 250 2.1.5 <a@example.com> ok
          C: RCPT TO:<b@example.com>
          S: 550-5.1.1 no such user
          S: 550 5.1.1 here
          C: RCPT TO:<c@example.com>
          S: 250 2.1.5 <c@example.com> ok
          C: DATA
          S: 354 go ahead
          C: text
          C: .
          S: 250 2.0.0 message received
          """);
      assertEquals(List.of("a@example.com", "c@example.com"), upstream.mail().recipients());
    }
  }
}
