package io.github.pmtatracking.component.smtpproxy.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpPathTest {
  @ParameterizedTest
  @CsvSource({
    "RCPT TO:<fred@example.com>, fred@example.com",
    "rcpt to:<fred@example.com> NOTIFY=NEVER, fred@example.com",
    "RCPT TO: <fred@example.com>, fred@example.com",
    "RCPT TO:fred@example.com NOTIFY=NEVER, fred@example.com",
    "'RCPT TO:<@a.example,@b.example:fred@example.com>', fred@example.com",
    "'RCPT TO:<\"a>b\"@example.com>', '\"a>b\"@example.com'",
    "'RCPT TO:<\"a\\\">b\"@example.com> X=1', '\"a\\\">b\"@example.com'",
    "'RCPT TO:<\"@x:y\"@example.com>', '\"@x:y\"@example.com'",
    "MAIL FROM:<>, ''",
    "MAIL FROM:<fred@example.com, fred@example.com"
  })
  void theMailboxIsFoundInACommand(String command, String mailbox) {
    assertEquals(mailbox, SmtpPath.mailbox(command));
  }

  @Test
  void aMailboxMayContainUtf8() {
    assertEquals("käse@example.com", SmtpPath.mailbox(SmtpPath.wire("RCPT TO:<käse@example.com>")));
  }
}
