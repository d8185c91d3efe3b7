package io.github.pmtatracking.feeder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.event.BadEntryException;
import io.github.pmtatracking.event.EventLimits;
import io.github.pmtatracking.event.QueueEntry;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.feeder.deadletter.QueueKeys;
import io.github.pmtatracking.lettuce.LuaScript;
import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.lettuce.Replies;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events from the newest end of the queue, to be posted when the API refuses those of a batch: is
 * it the events, or the API? First come events whose message has a record, which nobody can forge.
 * Such an event becomes a batch of its own under a lease, as {@code redis-queue} makes them, so
 * that it is neither lost nor posted twice; it goes back into the queue when the API refuses it.
 * Thread-safe.
 */
final class QueueSample {
  private static final LuaScript RESERVE = script("sample-reserve");
  private static final LuaScript TAKEN = script("sample-acknowledge");
  private static final LuaScript PUT_BACK = script("sample-put-back");
  private static final Logger LOG = LoggerFactory.getLogger(QueueSample.class);
  private static final int NEWEST = 100;

  private static final Duration LEASE = Duration.ofMinutes(2);

  private final RedisSource redis;
  private final String name;
  private final byte[] queue;
  private final byte[] leases;
  private final Duration timeout;
  private final AttributeLookup attributes;
  private final FeederOptions options;
  private final InstantSource clock;

  /** How many samples were refused; each next one is another event. */
  private final AtomicInteger refused = new AtomicInteger();

  private record Candidate(TrackingEvent event, String id, byte[] entry) {}

  /**
   * An event that has left the queue.
   *
   * @param upload the event alone
   * @param batch the name of its batch
   */
  record Sample(NdjsonUpload upload, String batch) {}

  QueueSample(
      RedisSource redis,
      String queue,
      Duration timeout,
      AttributeLookup attributes,
      FeederOptions options,
      InstantSource clock) {
    this.redis = redis;
    this.name = queue;
    this.queue = queue.getBytes(UTF_8);
    this.leases = QueueKeys.of(queue, "leases");
    this.timeout = timeout;
    this.attributes = attributes;
    this.options = options;
    this.clock = clock;
  }

  /** An event that has left the queue, or null when the queue has none that can be posted. */
  @Nullable Sample take() {
    try {
      List<Candidate> candidates = newest();
      if (candidates.isEmpty()) {
        return null;
      }
      List<KeyValue<byte[], byte[]>> records =
          attributes.await(attributes.ask(candidates.stream().map(Candidate::event).toList()));
      List<Integer> order = new ArrayList<>();
      for (boolean known : new boolean[] {true, false}) {
        for (int i = 0; i < candidates.size(); i++) {
          if (records.get(i).hasValue() == known) {
            order.add(i);
          }
        }
      }
      int chosen = order.get(Math.floorMod(refused.get(), order.size()));
      String batch = UUID.randomUUID().toString();
      return reserve(candidates.get(chosen).entry(), batch)
          ? new Sample(upload(candidates.get(chosen), records.get(chosen)), batch)
          : null;
    } catch (RedisException e) {
      LOG.debug("No sample could be taken from the queue", e);
      return null;
    }
  }

  /** The API has taken it. What Redis does not hear now is posted again, with the same id. */
  void taken(Sample sample) {
    settle(TAKEN, sample);
  }

  /** The API has refused it; the next sample is another event. */
  void refused(Sample sample) {
    refused.incrementAndGet();
    settle(PUT_BACK, sample);
  }

  private boolean reserve(byte[] entry, String batch) {
    byte[] lease = Long.toString(LEASE.toMillis()).getBytes(UTF_8);
    return run(RESERVE, batch, batch.getBytes(UTF_8), entry, lease) == 1;
  }

  private void settle(LuaScript script, Sample sample) {
    try {
      run(script, sample.batch(), sample.batch().getBytes(UTF_8));
    } catch (RedisException e) {
      LOG.debug("Batch {} is left to its lease", sample.batch(), e);
    }
  }

  private long run(LuaScript script, String batch, byte[]... arguments) {
    byte[][] keys = {queue, leases, QueueKeys.of(name, "batch:" + batch)};
    Long done = script.run(redis, timeout, keys, arguments);
    return done;
  }

  private static LuaScript script(String name) {
    return LuaScript.load(QueueSample.class, name, ScriptOutputType.INTEGER);
  }

  /** The newest first; those that have no id of their own would get another one in the queue. */
  private List<Candidate> newest() {
    List<byte[]> entries = Replies.await(redis.get().lrange(queue, -NEWEST, -1), timeout);
    Instant now = clock.instant();
    long oldest = now.minus(options.maxEventAge()).getEpochSecond();
    long latest = now.plus(EventTimes.MAX_AHEAD).getEpochSecond();
    List<Candidate> candidates = new ArrayList<>();
    for (int i = entries.size() - 1; i >= 0; i--) {
      byte[] entry = entries.get(i);
      TrackingEvent event = entry.length > EventLimits.MAX_READ_ENTRY ? null : read(entry);
      String id = event == null ? null : event.id();
      if (event != null
          && id != null
          && event.timestamp() > oldest
          && event.timestamp() <= latest) {
        candidates.add(new Candidate(EventLimits.cut(event), id, entry));
      }
    }
    return candidates;
  }

  private static @Nullable TrackingEvent read(byte[] entry) {
    try {
      TrackingEvent event = QueueEntry.read(entry);
      boolean good = !event.link().messageId().isEmpty() && EventLimits.fault(event) == null;
      return good ? event : null;
    } catch (BadEntryException e) {
      return null;
    }
  }

  private NdjsonUpload upload(Candidate candidate, KeyValue<byte[], byte[]> record) {
    MessageAttributes message =
        record.hasValue() ? MessageAttributes.parse(record.getValue()) : MessageAttributes.NONE;
    UploadWriter writer = new UploadWriter(options.maxUploadBytes(), options.gzipLevel());
    EventLine.write(candidate.event(), candidate.id(), message, writer.line());
    writer.add(candidate.id(), candidate.entry(), candidate.event().timestamp(), record.hasValue());
    return writer.finish().get(0);
  }
}
