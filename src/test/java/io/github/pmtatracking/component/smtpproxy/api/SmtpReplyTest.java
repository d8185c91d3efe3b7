package io.github.pmtatracking.component.smtpproxy.api;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SmtpReplyTest {
  @Test
  void aReplyThatCannotBeSentIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> SmtpReply.of(99, "x"));
    assertThrows(IllegalArgumentException.class, () -> SmtpReply.of(250, "x\r\n250 y"));
    assertThrows(IllegalArgumentException.class, () -> new SmtpReply(250, List.of()));
  }
}
