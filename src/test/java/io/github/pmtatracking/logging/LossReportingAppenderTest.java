package io.github.pmtatracking.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

class LossReportingAppenderTest {
  private static final int REPORT_AT = 1_000;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final LongAdder dropped = new LongAdder();
  private final Target target = new Target();
  private final LossReportingAppender appender =
      new LossReportingAppender(
          target,
          UnaryOperator.identity(),
          "log file x",
          dropped,
          REPORT_AT,
          new PrintStream(said, true, UTF_8));

  /** Keeps what it is given; refuses it while its disk is full. */
  private static final class Target extends AbstractAppender {
    private final List<String> lines = new ArrayList<>();
    private boolean diskIsFull;

    Target() {
      super("target", null, null, false, Property.EMPTY_ARRAY);
      start();
    }

    @Override
    public void append(LogEvent event) {
      if (diskIsFull || isStopped()) {
        throw new AppenderLoggingException("write", new IOException("No space left on device"));
      }
      lines.add(event.getMessage().getFormattedMessage());
    }
  }

  private static LogEvent line(String text) {
    return Log4jLogEvent.newBuilder()
        .setLevel(Level.INFO)
        .setMessage(new SimpleMessage(text))
        .setEndOfBatch(true)
        .build();
  }

  private void append(String... lines) {
    for (String line : lines) {
      appender.append(line(line));
    }
  }

  @Test
  void dropsAreReportedInOneLineOnceTheQueueIsEmpty() {
    dropped.add(30);

    append("a", "b");

    assertEquals(
        List.of("a", "Log lines lost: lost=30 queue_full=30 refused=0 log=log file x", "b"),
        target.lines);
  }

  @Test
  void aFullDiskIsReportedOnStandardErrorAndCountedWhenItHasRoomAgain() {
    target.diskIsFull = true;
    append("a", "b", "c");
    target.diskIsFull = false;
    append("d");

    assertEquals(
        List.of("d", "Log lines lost: lost=3 queue_full=0 refused=3 log=log file x"), target.lines);
    assertEquals(
        "log file x cannot be written: No space left on device; log lines are lost until it can\n",
        said.toString(UTF_8));
  }

  @Test
  void aNewTargetTakesThePlaceOfTheOldOne() {
    Target next = new Target();
    appender.reopenWith(reopening(List.of(), next));
    append("a");

    appender.requestReopen();
    append("b");

    assertEquals(List.of("a"), target.lines);
    assertTrue(target.isStopped());
    assertEquals(List.of("b"), next.lines);
  }

  @Test
  void withoutANewTargetTheOldOneIsUsed() {
    appender.reopenWith(
        new LossReportingAppender.Reopening() {
          @Override
          public void requirePossible() throws IOException {
            throw new IOException("no folder");
          }

          @Override
          public Appender open() {
            throw new AssertionError("not asked");
          }
        });

    appender.requestReopen();
    append("a");

    assertEquals(List.of("a"), target.lines);
    assertFalse(target.isStopped());
    assertTrue(said.toString(UTF_8).contains("going on with the old one"), said.toString(UTF_8));
  }

  @Test
  void aTargetThatCannotBeOpenedIsTriedAgainWithTheNextLine() {
    Target next = new Target();
    appender.reopenWith(
        reopening(List.of(new IllegalStateException("a"), new IllegalStateException("b")), next));

    appender.requestReopen();
    append("lost 1", "lost 2", "c");

    assertEquals(
        List.of("c", "Log lines lost: lost=2 queue_full=0 refused=2 log=log file x"), next.lines);
    assertEquals(
        "log file x cannot be reopened: a; log lines are lost until it can\n",
        said.toString(UTF_8));
  }

  private static LossReportingAppender.Reopening reopening(
      List<RuntimeException> failures, Appender next) {
    List<RuntimeException> remaining = new ArrayList<>(failures);
    return new LossReportingAppender.Reopening() {
      @Override
      public void requirePossible() {
        // always possible
      }

      @Override
      public Appender open() {
        if (!remaining.isEmpty()) {
          throw remaining.remove(0);
        }
        return next;
      }
    };
  }
}
