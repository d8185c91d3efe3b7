package io.github.pmtatracking.feeder;

import io.github.pmtatracking.event.BadEntryException;
import io.github.pmtatracking.event.QueueEntry;
import io.github.pmtatracking.event.TrackingEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what is posted of what was queued: one line for each event, with what the accounting pipe
 * remembered of its message. Entries that can never go are set aside. Thread-safe.
 */
public final class IngestEvents {
  private static final Logger LOG = LoggerFactory.getLogger(IngestEvents.class);
  private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

  private final AttributeLookup attributes;
  private final DeadLetters deadLetters;
  private final FeederOptions options;
  private final FeederCounters counters;
  private final InstantSource clock;
  private long missingSinceWarning;
  private Instant nextWarning = Instant.MIN;

  IngestEvents(
      AttributeLookup attributes,
      DeadLetters deadLetters,
      FeederOptions options,
      FeederCounters counters,
      InstantSource clock) {
    this.attributes = attributes;
    this.deadLetters = deadLetters;
    this.options = options;
    this.counters = counters;
    this.clock = clock;
  }

  private record Readable(int place, TrackingEvent event) {}

  /**
   * Makes the uploads of a batch. The same entries under the same name give the same ids.
   *
   * @param entries as they were in the queue
   * @param batchName names the batch for good
   * @throws io.lettuce.core.RedisException when Redis does not give the attributes or does not take
   *     what is to be set aside; nothing is lost then
   */
  public Uploads toUploads(List<byte[]> entries, String batchName) {
    Instant now = clock.instant();
    DerivedIds ids = new DerivedIds(batchName);
    List<DeadLetter> bad = new ArrayList<>();
    List<Readable> readable = new ArrayList<>(entries.size());
    List<String> messageIds = new ArrayList<>(entries.size());
    long oldest = now.minus(options.maxEventAge()).getEpochSecond();
    for (int place = 0; place < entries.size(); place++) {
      byte[] entry = entries.get(place);
      try {
        TrackingEvent event = QueueEntry.read(entry);
        if (event.link().messageId().isEmpty()) {
          throw new BadEntryException("msg_id is missing");
        }
        if (event.timestamp() <= oldest) {
          String detail = "happened at " + Instant.ofEpochSecond(event.timestamp());
          bad.add(letter(ids, place, event, now, DeadLetter.EXPIRED, detail, entry));
          continue;
        }
        readable.add(new Readable(place, event));
        messageIds.add(event.link().messageId());
      } catch (BadEntryException e) {
        bad.add(letter(ids, place, null, now, DeadLetter.UNREADABLE, e.reason(), entry));
      }
    }
    EventBatch batch = new EventBatch(readable.size());
    List<byte @Nullable []> records = attributes.find(messageIds);
    int missing = 0;
    for (int i = 0; i < readable.size(); i++) {
      int place = readable.get(i).place();
      TrackingEvent event = readable.get(i).event();
      byte[] record = records.get(i);
      try {
        MessageAttributes message =
            record == null ? MessageAttributes.NONE : MessageAttributes.parse(record);
        missing += record == null ? 1 : 0;
        String id = event.id() == null ? ids.at(place) : event.id();
        EventLine.write(event, id, message, batch.lines());
        batch.add(id, entries.get(place));
      } catch (BadEntryException e) {
        byte[] entry = entries.get(place);
        bad.add(letter(ids, place, event, now, DeadLetter.UNREADABLE, e.reason(), entry));
      }
    }
    batch.seal();
    setAside(bad);
    count(missing, now);
    return Uploads.of(batch, options.maxUploadBytes(), options.gzipLevel());
  }

  private void setAside(List<DeadLetter> bad) {
    if (!bad.isEmpty()) {
      deadLetters.add(bad);
      counters.setAside.add(bad.size());
      LOG.warn(
          "{} queued entries were set aside, the first because: {} ({}); see: deadletter list",
          bad.size(),
          bad.get(0).detail(),
          bad.get(0).reason());
    }
  }

  private synchronized void count(int missing, Instant now) {
    counters.withoutAttributes.add(missing);
    missingSinceWarning += missing;
    if (missingSinceWarning > 0 && !now.isBefore(nextWarning)) {
      LOG.warn(
          "{} events went without a record of their message (msgID_* in Redis): they carry the"
              + " link's own recipient and no subaccount. Is acct_etl running?",
          missingSinceWarning);
      missingSinceWarning = 0;
      nextWarning = now.plus(BETWEEN_WARNINGS);
    }
  }

  private static DeadLetter letter(
      DerivedIds ids,
      int place,
      @Nullable TrackingEvent event,
      Instant now,
      String reason,
      String detail,
      byte[] entry) {
    String own = event == null ? null : event.id();
    return new DeadLetter(own == null ? ids.at(place) : own, now, reason, detail, entry);
  }
}
