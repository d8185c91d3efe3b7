package io.github.pmtatracking.logging;

import io.github.pmtatracking.settings.FileErrors;
import io.github.pmtatracking.text.RootCause;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.ErrorHandler;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.jspecify.annotations.Nullable;

/**
 * Passes lines to the appender that writes them. When that appender works again after lines were
 * lost, one line reports their number: lines that found the queue full, and lines that the appender
 * refused, for example because of a full disk. The first refusal is reported on standard error.
 * Used by the one thread that writes the log.
 */
final class LossReportingAppender extends AbstractAppender {
  /** Lines between two flushes, about what the buffer holds: so many at once may be refused. */
  private static final int FLUSHED_TOGETHER = 64;

  private final UnaryOperator<LogEvent> format;
  private final String place;
  private final LongAdder dropped;
  private final int reportAt;
  private final PrintStream complaints;
  private volatile boolean reopenRequested;
  private Appender target;
  private @Nullable Reopening reopening;
  private long droppedReported;
  private long refused;
  private boolean open = true;
  private int unflushed;

  /**
   * @param target throws when it cannot write
   * @param format makes of an event the one that is written, such as one with a shorter message
   * @param place what it writes to, for the operator
   * @param dropped lines that found the queue full
   * @param reportAt so many of them are reported even if the queue is never empty
   * @param complaints standard error
   */
  LossReportingAppender(
      Appender target,
      UnaryOperator<LogEvent> format,
      String place,
      LongAdder dropped,
      int reportAt,
      PrintStream complaints) {
    super("losses", null, null, true, Property.EMPTY_ARRAY);
    this.target = target;
    this.format = format;
    this.place = place;
    this.dropped = dropped;
    this.reportAt = reportAt;
    this.complaints = complaints;
    target.setHandler(new Quiet());
  }

  /** Makes the target once more. */
  interface Reopening {

    /**
     * Called before the old one is stopped.
     *
     * @throws IOException when a new one could not be made
     */
    void requirePossible() throws IOException;

    /** The new one, started. Called after the old one was stopped. */
    Appender open();
  }

  /** How the target is made once more when that is requested. */
  void reopenWith(Reopening next) {
    reopening = next;
  }

  /** Has the target made once more before the next line is written. Any thread may ask. */
  void requestReopen() {
    reopenRequested = true;
  }

  private void reopen() {
    reopenRequested = false;
    if (reopening == null) {
      return;
    }
    try {
      reopening.requirePossible();
    } catch (IOException e) {
      if (open) {
        complaints.println(
            place + " cannot be reopened: " + FileErrors.reason(e) + "; going on with the old one");
      } else {
        reopenRequested = true;
      }
      return;
    }
    replaceTarget(reopening);
  }

  /** When the new target cannot be opened, the next line tries again; there is no old one then. */
  private void replaceTarget(Reopening next) {
    boolean first = open;
    if (open) {
      target.stop();
      open = false;
    }
    try {
      target = next.open();
      target.setHandler(new Quiet());
      unflushed = 0;
      open = true;
    } catch (RuntimeException e) {
      reopenRequested = true;
      if (first) {
        complaints.println(
            place
                + " cannot be reopened: "
                + RootCause.message(e)
                + "; log lines are lost until it can");
      }
    }
  }

  @Override
  public void append(LogEvent event) {
    if (reopenRequested) {
      reopen();
    }
    boolean caughtUp = event.isEndOfBatch();
    if (!write(format.apply(event))) {
      return;
    }
    long fresh = dropped.sum() - droppedReported;
    if (fresh >= reportAt || (caughtUp && fresh + refused > 0)) {
      long before = refused;
      if (write(format.apply(report(fresh, before)))) {
        droppedReported += fresh;
        refused -= before;
      }
    }
  }

  private boolean write(LogEvent event) {
    if (!open) {
      refused++;
      return false;
    }
    unflushed++;
    if (unflushed >= FLUSHED_TOGETHER) {
      event.setEndOfBatch(true);
    }
    try {
      target.append(event);
      if (event.isEndOfBatch()) {
        unflushed = 0;
      }
      return true;
    } catch (RuntimeException e) {
      if (refused == 0) {
        complaints.println(
            place
                + " cannot be written: "
                + RootCause.message(e)
                + "; log lines are lost until it can");
      }
      refused += unflushed;
      unflushed = 0;
      return false;
    }
  }

  @Override
  public boolean stop(long timeout, TimeUnit unit) {
    boolean stopped = super.stop(timeout, unit);
    target.stop();
    return stopped;
  }

  private LogEvent report(long overflowed, long refusedBefore) {
    return Log4jLogEvent.newBuilder()
        .setLoggerName(LogConfiguration.class.getName())
        .setLevel(Level.WARN)
        .setMessage(
            new ParameterizedMessage(
                "Log lines lost: lost={} queue_full={} refused={} log={}",
                overflowed + refusedBefore,
                overflowed,
                refusedBefore,
                place))
        .setTimeMillis(System.currentTimeMillis())
        .setEndOfBatch(true)
        .build();
  }

  /** The default handler would print a stack trace for each line. */
  private static final class Quiet implements ErrorHandler {
    @Override
    public void error(String message) {}

    @Override
    public void error(String message, Throwable thrown) {}

    @Override
    public void error(String message, LogEvent event, Throwable thrown) {}
  }
}
