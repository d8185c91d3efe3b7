package io.github.pmtatracking.wrapper.route;

import io.github.pmtatracking.component.smtpproxy.api.DeliveredRecipients;
import io.github.pmtatracking.time.Ticker;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers in Redis which recipients have their copy after an attempt that failed in part, so that
 * the client may send its next attempt to any wrapper. Writes that fail are queued in memory (at
 * most 10,000) and retried before the next read, so that an outage of Redis neither changes the
 * reply to the client nor causes a duplicate delivery. Thread-safe.
 */
final class RedisDeliveredRecipients implements DeliveredRecipients {
  private static final Logger LOG = LoggerFactory.getLogger(RedisDeliveredRecipients.class);
  private static final long PROBE_TTL_NANOS = 1_000_000_000L;
  private static final int MAX_PENDING_WRITES = 10_000;

  private final DeliveryRecords records;
  private final Ticker ticker;
  private final Deque<Write> pendingWrites = new ConcurrentLinkedDeque<>();
  private volatile @Nullable Probe lastProbe;

  /** Recipients to add to the record of an attempt, or to remove from it. */
  private record Write(boolean remember, String attempt, List<String> recipients) {
    void applyTo(Set<String> served) {
      if (remember) {
        served.addAll(recipients);
      } else {
        recipients.forEach(served::remove);
      }
    }
  }

  /**
   * The state of Redis at a time.
   *
   * @param any whether Redis has a record of any attempt
   */
  private record Probe(long nanos, boolean available, boolean any) {}

  RedisDeliveredRecipients(DeliveryRecords records, Ticker ticker) {
    this.records = records;
    this.ticker = ticker;
  }

  @Override
  public boolean available() {
    return probe().available();
  }

  /** False while Redis is unavailable. */
  @Override
  public boolean any() {
    Probe now = probe();
    return now.any() || now.available() && !pendingWrites.isEmpty();
  }

  private Probe probe() {
    Probe last = lastProbe;
    long now = ticker.read();
    if (last != null && now - last.nanos() < PROBE_TTL_NANOS) {
      return last;
    }
    Probe next;
    try {
      next = new Probe(now, true, records.any());
    } catch (RedisException e) {
      // A message with one recipient needs no record: it fails or succeeds as a whole.
      next = new Probe(now, false, false);
    }
    lastProbe = next;
    return next;
  }

  @Override
  public Set<String> served(String attempt) throws IOException {
    flush();
    Set<String> recipients = records.read(attempt);
    for (Write write : pendingWrites) {
      if (write.attempt().equals(attempt)) {
        write.applyTo(recipients);
      }
    }
    return recipients;
  }

  @Override
  public void remember(String attempt, Collection<String> recipients) throws IOException {
    add(new Write(true, attempt, List.copyOf(recipients)));
  }

  @Override
  public void forget(String attempt, Collection<String> recipients) throws IOException {
    add(new Write(false, attempt, List.copyOf(recipients)));
  }

  private void add(Write write) throws IOException {
    if (pendingWrites.size() >= MAX_PENDING_WRITES) {
      throw new IOException(
          "Redis has not taken the last " + MAX_PENDING_WRITES + " delivery records");
    }
    pendingWrites.addLast(write);
    flush();
  }

  /** Writes the pending records, the oldest first, until Redis fails. */
  private void flush() {
    for (Write next = pendingWrites.poll(); next != null; next = pendingWrites.poll()) {
      try {
        write(next);
        lastProbe = null;
      } catch (IOException e) {
        pendingWrites.addFirst(next);
        LOG.warn(
            "Delivered-recipient record not written to Redis, kept in memory and retried:"
                + " pending={} error={}",
            pendingWrites.size(),
            e.getMessage());
        return;
      }
    }
  }

  private void write(Write write) throws IOException {
    if (write.remember()) {
      records.add(write.attempt(), write.recipients());
    } else {
      records.remove(write.attempt(), write.recipients());
    }
  }
}
