package io.github.pmtatracking.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RootCauseTest {

  @Test
  void theInnermostCauseIsFound() {
    IOException innermost = new IOException("disk full");

    assertSame(
        innermost, RootCause.of(new IllegalStateException("a", new RuntimeException(innermost))));
    assertSame(innermost, RootCause.of(innermost));
    assertEquals("disk full", RootCause.message(new RuntimeException(innermost)));
  }

  @Test
  void aCauseWithoutAMessageIsNamedByItsClass() {
    assertEquals("java.io.IOException", RootCause.message(new RuntimeException(new IOException())));
  }

  @Test
  void theFirstCauseOfATypeIsFound() {
    IOException inner = new IOException("inner");
    IOException outer = new FileNotFoundException("outer");
    outer.initCause(inner);

    assertSame(outer, RootCause.find(new RuntimeException(outer), IOException.class));
    assertSame(inner, RootCause.find(inner, IOException.class));
    assertNull(RootCause.find(outer, RuntimeException.class));
  }

  @Test
  void aCircleOfCausesHasAnEnd() {
    Exception first = new Exception("first");
    first.initCause(new Exception("second", first));

    assertNotNull(RootCause.of(first));
    assertNull(RootCause.find(first, IOException.class));
  }
}
