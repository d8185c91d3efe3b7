package io.github.pmtatracking.feeder.batch;

import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.feeder.format.MessageAttributes;
import io.github.pmtatracking.logging.PrintableText;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts events that are posted without a part of their attributes, and warns of each kind at most
 * once a minute. Thread-safe.
 */
final class EventWarnings {
  private static final Logger LOG = LoggerFactory.getLogger(EventWarnings.class);
  private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);
  private static final int MAX_SHOWN = 100;

  private final FeederCounters counters;
  private final Kind missing = new Kind();
  private final Kind unusable = new Kind();
  private final Kind subaccounts = new Kind();

  /** Counts one kind since the last warning, and knows the time of the next one. */
  private static final class Kind {
    private long count;
    private Instant next = Instant.MIN;

    /** The count to warn of now; 0 when no warning is due. */
    synchronized long add(long more, Instant now) {
      count += more;
      if (count == 0 || now.isBefore(next)) {
        return 0;
      }
      long due = count;
      count = 0;
      next = now.plus(BETWEEN_WARNINGS);
      return due;
    }
  }

  EventWarnings(FeederCounters counters) {
    this.counters = counters;
  }

  /** Counts events of a batch whose message has no record. */
  void withoutRecord(int events, Instant now) {
    counters.countWithoutAttributes(events);
    long due = missing.add(events, now);
    if (due > 0) {
      LOG.warn(
          "Events posted without the record of their message (msgID_* in Redis), with the recipient"
              + " of the link and subaccount 0. Is acct_etl running? events={}",
          due);
    }
  }

  /** Counts an event if a part of its message's record is unusable. */
  void record(String messageId, MessageAttributes record, Instant now) {
    if (record.fault() != null) {
      counters.countUnusableAttributes();
      long due = unusable.add(1, now);
      if (due > 0) {
        LOG.warn(
            "Part of a message's record is unusable; its events are posted without that part:"
                + " events={} key=msgID_{} reason={}",
            due,
            printable(messageId),
            printable(record.fault()));
      }
    }
    if (record.subaccountId() == MessageAttributes.NO_SUBACCOUNT) {
      counters.countUnusableSubaccount();
      long due = subaccounts.add(1, now);
      if (due > 0) {
        LOG.warn(
            "Subaccount is not a number from 0 to 2147483647; its events are posted without"
                + " subaccount_id: events={} key=msgID_{} subaccount={}",
            due,
            printable(messageId),
            printable(record.subaccount()));
      }
    }
  }

  private static String printable(@Nullable String text) {
    return PrintableText.of(String.valueOf(text), MAX_SHOWN);
  }
}
