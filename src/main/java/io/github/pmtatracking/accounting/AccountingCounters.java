package io.github.pmtatracking.accounting;

import io.github.pmtatracking.accounting.rejects.RejectsWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts lines and records by their outcome, from the start of the process. Thread-safe. */
public final class AccountingCounters implements RejectsWriter.Counter {
  private static final int MAX_TYPES = 40;
  private static final int MAX_TYPE_LENGTH = 20;

  private final LongAdder read = new LongAdder();
  private final LongAdder loaded = new LongAdder();
  private final LongAdder expired = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder spooled = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final Map<String, LongAdder> skipped = new ConcurrentSkipListMap<>();

  void countRead(long lines) {
    read.add(lines);
  }

  void countLoaded(long records) {
    loaded.add(records);
  }

  void countExpired() {
    expired.increment();
  }

  void countSpooled(long records) {
    spooled.add(records);
  }

  @Override
  public void countRejected() {
    rejected.increment();
  }

  @Override
  public void countLost() {
    lost.increment();
  }

  /** Counts a record of another type than delivery; at most 40 types are distinguished. */
  void countSkipped(String type) {
    boolean known = skipped.containsKey(type);
    boolean plausible = type.length() <= MAX_TYPE_LENGTH && skipped.size() < MAX_TYPES;
    String key = known || plausible ? type : "other";
    skipped.computeIfAbsent(key, unused -> new LongAdder()).increment();
  }

  /** Lines that were read, heading lines included. */
  public long read() {
    return read.sum();
  }

  /** Delivery records that are in Redis, those that waited in the spool included. */
  public long loaded() {
    return loaded.sum();
  }

  /** Delivery records that were older than the retention. */
  public long expired() {
    return expired.sum();
  }

  /** Lines in the rejects file. */
  public long rejected() {
    return rejected.sum();
  }

  /** Delivery records that went to the spool first. */
  public long spooled() {
    return spooled.sum();
  }

  /** Lines that could not be kept anywhere. */
  public long lost() {
    return lost.sum();
  }

  /** Records of other types, by type. */
  public Map<String, Long> skippedByType() {
    Map<String, Long> counts = new TreeMap<>();
    skipped.forEach((type, count) -> counts.put(type, count.sum()));
    return counts;
  }

  /** Records of other types. */
  public long skipped() {
    return skipped.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** One line for the operator. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(loaded()).append(" delivery records loaded");
    skippedByType()
        .forEach(
            (type, count) ->
                text.append(", ")
                    .append(count)
                    .append(" of type ")
                    .append(type)
                    .append(" skipped"));
    text.append(expired() == 0 ? "" : ", " + expired() + " too old");
    text.append(", ").append(rejected()).append(" lines rejected");
    text.append(spooled() == 0 ? "" : ", " + spooled() + " records went through the spool");
    text.append(lost() == 0 ? "" : ", " + lost() + " LOST");
    return text.toString();
  }
}
