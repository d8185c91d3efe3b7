package io.github.pmtatracking.component.smtpproxy.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EhloKeywordsTest {
  @Test
  void anUnknownKeywordOfUpstreamIsNotPassedOn() {
    EhloKeywords keywords =
        new EhloKeywords(
            new SmtpReply(
                250, List.of("hello", "size 100", "CHUNKING", "XFOO", "auth=LOGIN", "DSN")));
    assertEquals(100, keywords.size());
    assertFalse(keywords.offers("BINARYMIME"));
    assertEquals(
        List.of("SIZE 80", "AUTH LOGIN", "DSN", "STARTTLS"),
        keywords.lines(Set.of("DSN", "8BITMIME"), 80L, Set.of("LOGIN", "PLAIN"), true));
  }
}
