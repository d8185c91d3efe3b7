package io.github.pmtatracking.logging;

import io.github.pmtatracking.settings.FileErrors;
import io.github.pmtatracking.text.RootCause;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.ErrorHandler;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.jspecify.annotations.Nullable;

/**
 * Hands lines to the appender that writes them and tells, in one line once it writes again, of
 * those that came to nothing: dropped while it stood still, or refused by a full disk. That it
 * refuses is told on standard error, once. Used by the one thread that writes the log.
 */
final class LossReportingAppender extends AbstractAppender {
  /** Longest message in characters; the rest of a longer one is cut off and counted. */
  static final int MAX_MESSAGE = 8_192;

  /** Lines between two flushes, about what the buffer holds: so many at once may be refused. */
  private static final int FLUSHED_TOGETHER = 64;

  private final String place;
  private final LongAdder dropped;
  private final int tellAt;
  private final PrintStream complaints;
  private volatile boolean reopenRequested;
  private Appender target;
  private @Nullable Reopening reopening;
  private long droppedTold;
  private long refused;
  private int unflushed;

  /**
   * @param target throws when it cannot write
   * @param place what it writes to, for the operator
   * @param dropped lines that found the queue full
   * @param tellAt so many of them are told even if the queue is never empty
   */
  LossReportingAppender(
      Appender target, String place, LongAdder dropped, int tellAt, PrintStream complaints) {
    super("losses", null, null, true, Property.EMPTY_ARRAY);
    this.target = target;
    this.place = place;
    this.dropped = dropped;
    this.tellAt = tellAt;
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
      complaints.println(
          place + " cannot be reopened: " + FileErrors.reason(e) + "; going on with the old one");
      return;
    }
    target.stop();
    target = reopening.open();
    target.setHandler(new Quiet());
    unflushed = 0;
  }

  @Override
  public void append(LogEvent event) {
    if (reopenRequested) {
      reopen();
    }
    boolean caughtUp = event.isEndOfBatch();
    if (!write(cut(event))) {
      return;
    }
    long fresh = dropped.sum() - droppedTold;
    if (fresh >= tellAt || (caughtUp && fresh + refused > 0)) {
      long before = refused;
      if (write(told(fresh, before))) {
        droppedTold += fresh;
        refused -= before;
      }
    }
  }

  private static LogEvent cut(LogEvent event) {
    String message = event.getMessage().getFormattedMessage();
    if (message == null || message.length() <= MAX_MESSAGE) {
      return event;
    }
    int end = MAX_MESSAGE - (Character.isHighSurrogate(message.charAt(MAX_MESSAGE - 1)) ? 1 : 0);
    String rest = String.format(Locale.ROOT, "... (%,d characters cut)", message.length() - end);
    return new Log4jLogEvent.Builder(event)
        .setMessage(new SimpleMessage(message.substring(0, end) + rest))
        .build();
  }

  private boolean write(LogEvent event) {
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

  private LogEvent told(long fresh, long before) {
    String text =
        String.format(
            Locale.ROOT,
            "%,d log lines are lost: %,d came faster than %s took them, %,d it refused",
            fresh + before,
            fresh,
            place,
            before);
    return Log4jLogEvent.newBuilder()
        .setLoggerName(LogConfiguration.class.getName())
        .setLevel(Level.WARN)
        .setMessage(new SimpleMessage(text))
        .setTimeMillis(System.currentTimeMillis())
        .setEndOfBatch(true)
        .build();
  }

  /** What would print a stack trace for each line. */
  private static final class Quiet implements ErrorHandler {
    @Override
    public void error(String message) {}

    @Override
    public void error(String message, Throwable thrown) {}

    @Override
    public void error(String message, LogEvent event, Throwable thrown) {}
  }
}
