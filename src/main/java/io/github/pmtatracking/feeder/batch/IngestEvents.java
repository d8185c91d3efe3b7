package io.github.pmtatracking.feeder.batch;

import io.github.pmtatracking.event.BadEntryException;
import io.github.pmtatracking.event.DerivedEventIds;
import io.github.pmtatracking.event.EventLimits;
import io.github.pmtatracking.event.QueueEntry;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.feeder.FeederOptions;
import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.feeder.deadletter.DeadLetterWriter;
import io.github.pmtatracking.feeder.format.IngestEventFormat;
import io.github.pmtatracking.feeder.format.MessageAttributes;
import io.github.pmtatracking.feeder.queue.AttributeLookup;
import io.github.pmtatracking.feeder.retry.FeederPausedException;
import io.github.pmtatracking.feeder.retry.PausedState;
import io.github.pmtatracking.feeder.retry.RetryableException;
import io.github.pmtatracking.feeder.upload.PendingUploads;
import io.github.pmtatracking.feeder.upload.QueueProbe;
import io.github.pmtatracking.feeder.upload.UploadWriter;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisFuture;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes uploads of queue entries: one line for each event, with the attributes of its message that
 * acct_etl stored. Entries that can never be posted become dead letters. Thread-safe.
 */
public final class IngestEvents {
  private static final int SLICE = 1_000;

  private final AttributeLookup attributes;
  private final DeadLetterWriter deadLetterWriter;
  private final EventTimes times;
  private final FeederOptions options;
  private final FeederCounters counters;
  private final InstantSource clock;
  private final EventWarnings warnings;
  private final PausedState paused;
  private final QueueProbe queue;

  public IngestEvents(
      AttributeLookup attributes,
      DeadLetterWriter deadLetterWriter,
      EventTimes times,
      FeederOptions options,
      FeederCounters counters,
      InstantSource clock,
      PausedState paused,
      QueueProbe queue) {
    this.attributes = attributes;
    this.deadLetterWriter = deadLetterWriter;
    this.times = times;
    this.options = options;
    this.counters = counters;
    this.clock = clock;
    this.warnings = new EventWarnings(counters);
    this.paused = paused;
    this.queue = queue;
  }

  /**
   * Makes the uploads of a batch. The same entries with the same name get the same ids. Dead
   * letters are written when all other events are accepted, so that a batch that is made again, by
   * a retry or a take-over, does not write them twice; or at once, when nothing is left to post.
   *
   * @param entries unchanged, in the order of the queue
   * @param batchName the name that the batch keeps when another feeder takes it over
   * @throws io.lettuce.core.RedisException when Redis does not return the attributes or does not
   *     accept the dead letters; nothing is lost then
   * @throws RetryableException when times seem wrong and the clocks cannot be compared now
   * @throws FeederPausedException when times seem wrong and a clock is wrong
   */
  public PendingUploads toUploads(List<byte[]> entries, String batchName)
      throws RetryableException, FeederPausedException {
    Instant now = clock.instant();
    Making making = new Making(entries, new DerivedEventIds(batchName), now);
    // The next slice is read while Redis looks up the attributes of this one.
    Slice before = null;
    for (int from = 0; from < entries.size(); from += SLICE) {
      Slice slice = making.read(from, Math.min(from + SLICE, entries.size()));
      if (before != null) {
        making.write(before);
      }
      before = slice;
    }
    if (before != null) {
      making.write(before);
    }
    making.batchTimes.checkClocks();
    warnings.withoutRecord(making.withoutAttributes, now);
    PendingUploads uploads = new PendingUploads(making.lines.finish(), making.bad, queue);
    if (!uploads.isOpen()) {
      deadLetterWriter.write(uploads.deadLetters());
    } else if (paused.isApiSuspected()) {
      uploads.startWithProbe(paused.attempts());
    }
    return uploads;
  }

  /** Events whose attributes are looked up together, and their places in the batch. */
  private record Slice(
      List<TrackingEvent> events,
      int[] places,
      @Nullable RedisFuture<List<KeyValue<byte[], byte[]>>> attributes) {}

  /** The state of one batch while it is made. */
  private final class Making {
    private final List<byte[]> entries;
    private final DerivedEventIds ids;
    private final Instant now;
    private final EventTimes.Batch batchTimes = times.batch();
    private final UploadWriter lines =
        new UploadWriter(options.uploadMaxBytes(), options.uploadGzipLevel());
    private final List<DeadLetter> bad = new ArrayList<>();
    private int withoutAttributes;

    Making(List<byte[]> entries, DerivedEventIds ids, Instant now) {
      this.entries = entries;
      this.ids = ids;
      this.now = now;
    }

    Slice read(int from, int to) {
      List<TrackingEvent> events = new ArrayList<>(to - from);
      int[] places = new int[to - from];
      for (int place = from; place < to; place++) {
        TrackingEvent event = check(place);
        if (event != null) {
          places[events.size()] = place;
          events.add(event);
        }
      }
      return new Slice(events, places, events.isEmpty() ? null : attributes.ask(events));
    }

    /** The event of an entry if it can be posted; otherwise null, and a dead letter is added. */
    private @Nullable TrackingEvent check(int place) {
      byte[] entry = entries.get(place);
      if (entry.length > EventLimits.MAX_READ_ENTRY) {
        String most = "at most " + EventLimits.MAX_READ_ENTRY + " are allowed";
        invalid(place, null, "the entry has " + entry.length + " bytes, " + most);
        return null;
      }
      try {
        TrackingEvent event = QueueEntry.read(entry);
        if (event.link().messageId().isEmpty()) {
          throw new BadEntryException("msg_id is missing");
        }
        String fault = EventLimits.fault(event);
        if (fault != null) {
          invalid(place, event, fault);
          return null;
        }
        String untimely = batchTimes.reason(event.timestamp());
        if (untimely != null) {
          deadLetter(place, event, untimely, batchTimes.detail(event.timestamp()));
          return null;
        }
        return EventLimits.cut(event);
      } catch (BadEntryException e) {
        deadLetter(place, null, DeadLetter.UNREADABLE, e.reason());
        return null;
      }
    }

    void write(Slice slice) {
      if (slice.attributes() == null) {
        return;
      }
      List<KeyValue<byte[], byte[]>> records = attributes.await(slice.attributes());
      for (int i = 0; i < records.size(); i++) {
        int place = slice.places()[i];
        TrackingEvent event = slice.events().get(i);
        MessageAttributes message = MessageAttributes.NONE;
        boolean hasRecord = records.get(i).hasValue();
        if (hasRecord) {
          message = MessageAttributes.parse(records.get(i).getValue());
          warnings.record(event.link().messageId(), message, now);
        } else {
          withoutAttributes++;
        }
        String id = event.id() == null ? ids.at(place) : event.id();
        IngestEventFormat.write(event, id, message, lines.line());
        lines.add(id, entries.get(place), event.timestamp(), hasRecord);
      }
    }

    private void invalid(int place, @Nullable TrackingEvent event, String detail) {
      counters.countInvalid();
      deadLetter(place, event, DeadLetter.INVALID, detail);
    }

    private void deadLetter(
        int place, @Nullable TrackingEvent event, String reason, String detail) {
      String own = event == null ? null : event.id();
      String id = own == null ? ids.at(place) : own;
      bad.add(new DeadLetter(id, now, reason, detail, entries.get(place)));
    }
  }
}
