package io.github.pmtatracking.feeder;

import io.github.pmtatracking.event.BadEntryException;
import io.github.pmtatracking.event.DerivedEventIds;
import io.github.pmtatracking.event.EventLimits;
import io.github.pmtatracking.event.QueueEntry;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisFuture;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes what is posted of what was queued: one line for each event, with what the accounting pipe
 * remembered of its message. Entries that can never go are set aside. Thread-safe.
 */
public final class IngestEvents {
  private static final int SLICE = 1_000;

  private final AttributeLookup attributes;
  private final DeadLetterWriter setAside;
  private final EventTimes times;
  private final FeederOptions options;
  private final FeederCounters counters;
  private final InstantSource clock;
  private final EventWarnings warnings;
  private final PausedState hold;
  private final QueueSample queue;

  IngestEvents(
      AttributeLookup attributes,
      DeadLetterWriter setAside,
      EventTimes times,
      FeederOptions options,
      FeederCounters counters,
      InstantSource clock,
      PausedState hold,
      QueueSample queue) {
    this.attributes = attributes;
    this.setAside = setAside;
    this.times = times;
    this.options = options;
    this.counters = counters;
    this.clock = clock;
    this.warnings = new EventWarnings(counters);
    this.hold = hold;
    this.queue = queue;
  }

  /**
   * Makes the uploads of a batch. The same entries under the same name give the same ids. What can
   * never go is set aside when all else was taken, so that a batch that is made anew, by a retry or
   * a take-over, does not set it aside twice; or at once, when nothing is to be posted.
   *
   * @param entries as they were in the queue
   * @param batchName names the batch for good
   * @throws io.lettuce.core.RedisException when Redis does not give the attributes or does not take
   *     what is to be set aside; nothing is lost then
   * @throws RetryableException when times look wrong and the clocks cannot be compared now
   * @throws FeederPausedException when times look wrong and a clock is
   */
  public PendingUploads toUploads(List<byte[]> entries, String batchName)
      throws RetryableException, FeederPausedException {
    Instant now = clock.instant();
    Making making = new Making(entries, new DerivedEventIds(batchName), now);
    // While Redis looks for the attributes of one slice, the next one is read.
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
    making.batchTimes.confirm();
    warnings.withoutRecord(making.withoutAttributes, now);
    PendingUploads uploads = new PendingUploads(making.lines.finish(), making.bad, queue);
    if (!uploads.isOpen()) {
      setAside.all(uploads.toBeSetAside());
    } else if (hold.isInDoubt()) {
      uploads.beginWithSample(hold.looks());
    }
    return uploads;
  }

  /** Events that are asked for together, their places in the batch, and what was asked. */
  private record Slice(
      List<TrackingEvent> events,
      int[] places,
      @Nullable RedisFuture<List<KeyValue<byte[], byte[]>>> attributes) {}

  /** What is under way for one batch. */
  private final class Making {
    private final List<byte[]> entries;
    private final DerivedEventIds ids;
    private final Instant now;
    private final EventTimes.Batch batchTimes = times.batch();
    private final UploadWriter lines =
        new UploadWriter(options.maxUploadBytes(), options.gzipLevel());
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

    /** The event of an entry if it may be posted; otherwise null, and the entry is set aside. */
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
        String untimely = batchTimes.fault(event.timestamp());
        if (untimely != null) {
          setAside(place, event, untimely, batchTimes.detail(event.timestamp()));
          return null;
        }
        return EventLimits.cut(event);
      } catch (BadEntryException e) {
        setAside(place, null, DeadLetter.UNREADABLE, e.reason());
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
        boolean known = records.get(i).hasValue();
        if (known) {
          message = MessageAttributes.parse(records.get(i).getValue());
          warnings.record(event.link().messageId(), message, now);
        } else {
          withoutAttributes++;
        }
        String id = event.id() == null ? ids.at(place) : event.id();
        EventLine.write(event, id, message, lines.line());
        lines.add(id, entries.get(place), event.timestamp(), known);
      }
    }

    private void invalid(int place, @Nullable TrackingEvent event, String detail) {
      counters.invalid.increment();
      setAside(place, event, DeadLetter.INVALID, detail);
    }

    private void setAside(int place, @Nullable TrackingEvent event, String reason, String detail) {
      String own = event == null ? null : event.id();
      String id = own == null ? ids.at(place) : own;
      bad.add(new DeadLetter(id, now, reason, detail, entries.get(place)));
    }
  }
}
