package io.github.pmtatracking.feeder.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.event.BadEntryException;
import io.github.pmtatracking.event.EventLimits;
import io.github.pmtatracking.event.QueueEntry;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.feeder.FeederOptions;
import io.github.pmtatracking.feeder.format.IngestEventFormat;
import io.github.pmtatracking.feeder.format.MessageAttributes;
import io.github.pmtatracking.feeder.queue.AttributeLookup;
import io.github.pmtatracking.feeder.queue.QueueKeys;
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
 * Takes an event from the newest end of the queue, a probe, when the API refuses the events of a
 * batch: are the events bad, or is the API wrong? Events whose message has a record are preferred,
 * because nobody can forge them. A probe becomes a batch of its own under a lease, like the batches
 * of {@code redis-queue}, so that it is neither lost nor posted twice; it returns to the queue when
 * the API refuses it. Thread-safe.
 */
public final class QueueProbe {
  private static final Logger LOG = LoggerFactory.getLogger(QueueProbe.class);
  private static final int NEWEST = 100;
  private static final LuaScript RESERVE = script("reserve");
  private static final LuaScript ACCEPTED = script("accepted");
  private static final LuaScript REQUEUE = script("requeue");

  private static final Duration LEASE = Duration.ofMinutes(2);

  private final RedisSource redis;
  private final String name;
  private final byte[] queue;
  private final byte[] leases;
  private final Duration timeout;
  private final AttributeLookup attributes;
  private final FeederOptions options;
  private final InstantSource clock;

  /** Number of refused probes; the next one is another event. */
  private final AtomicInteger refused = new AtomicInteger();

  private record Candidate(TrackingEvent event, String id, byte[] entry) {}

  /**
   * An event that has left the queue.
   *
   * @param upload the event alone
   * @param batch the name of its batch
   */
  record Probe(NdjsonUpload upload, String batch) {}

  public QueueProbe(
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

  /** An event that has left the queue; null when the queue has none that can be posted. */
  @Nullable Probe take() {
    try {
      List<Candidate> candidates = newest();
      if (candidates.isEmpty()) {
        return null;
      }
      List<KeyValue<byte[], byte[]>> records =
          attributes.await(attributes.ask(candidates.stream().map(Candidate::event).toList()));
      List<Integer> order = new ArrayList<>();
      for (boolean withRecord : new boolean[] {true, false}) {
        for (int i = 0; i < candidates.size(); i++) {
          if (records.get(i).hasValue() == withRecord) {
            order.add(i);
          }
        }
      }
      int chosen = order.get(Math.floorMod(refused.get(), order.size()));
      String batch = UUID.randomUUID().toString();
      return reserve(candidates.get(chosen).entry(), batch)
          ? new Probe(upload(candidates.get(chosen), records.get(chosen)), batch)
          : null;
    } catch (RedisException e) {
      LOG.debug("No probe could be taken from the queue", e);
      return null;
    }
  }

  /**
   * The API has accepted it. If Redis is unavailable now, it is posted again later, with the same
   * id.
   */
  void accepted(Probe probe) {
    settle(ACCEPTED, probe);
  }

  /** The API has refused it; the next probe is another event. */
  void refused(Probe probe) {
    refused.incrementAndGet();
    settle(REQUEUE, probe);
  }

  private boolean reserve(byte[] entry, String batch) {
    byte[] lease = Long.toString(LEASE.toMillis()).getBytes(UTF_8);
    return run(RESERVE, batch, batch.getBytes(UTF_8), entry, lease) == 1;
  }

  private void settle(LuaScript script, Probe probe) {
    try {
      run(script, probe.batch(), probe.batch().getBytes(UTF_8));
    } catch (RedisException e) {
      LOG.debug("Probe stays under its lease until that expires: batch={}", probe.batch(), e);
    }
  }

  private long run(LuaScript script, String batch, byte[]... arguments) {
    byte[][] keys = {queue, leases, QueueKeys.of(name, "batch:" + batch)};
    Long done = script.run(redis, timeout, keys, arguments);
    return done;
  }

  private static LuaScript script(String name) {
    return LuaScript.load(QueueProbe.class, name, ScriptOutputType.INTEGER);
  }

  /** The newest first. An event without an id is no candidate: it would get another id later. */
  private List<Candidate> newest() {
    List<byte[]> entries = Replies.await(redis.get().lrange(queue, -NEWEST, -1), timeout);
    Instant now = clock.instant();
    long oldest = now.minus(options.eventMaxAge()).getEpochSecond();
    long latest = now.plus(FeederOptions.MAX_EVENT_AHEAD).getEpochSecond();
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
    UploadWriter writer = new UploadWriter(options.uploadMaxBytes(), options.uploadGzipLevel());
    IngestEventFormat.write(candidate.event(), candidate.id(), message, writer.line());
    writer.add(candidate.id(), candidate.entry(), candidate.event().timestamp(), record.hasValue());
    return writer.finish().get(0);
  }
}
