package io.github.pmtatracking.accounting;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** How many lines of which kind went where. Thread-safe. */
public final class AccountingCounters {
  private static final int MOST_TYPES = 40;
  private static final int LONGEST_TYPE = 20;

  private final LongAdder read = new LongAdder();
  private final LongAdder loaded = new LongAdder();
  private final LongAdder expired = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder spooled = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final Map<String, LongAdder> skipped = new ConcurrentSkipListMap<>();

  void read(long lines) {
    read.add(lines);
  }

  void loaded(long records) {
    loaded.add(records);
  }

  void expired(long records) {
    expired.add(records);
  }

  public void reject() {
    rejected.increment();
  }

  void spooled(long records) {
    spooled.add(records);
  }

  public void lost(long records) {
    lost.add(records);
  }

  /** Another type than delivery; garbage cannot make a million types. */
  void skipped(String type) {
    boolean known = skipped.containsKey(type);
    boolean plausible = type.length() <= LONGEST_TYPE && skipped.size() < MOST_TYPES;
    String key = known || plausible ? type : "other";
    skipped.computeIfAbsent(key, unused -> new LongAdder()).increment();
  }

  /** Lines that were read, heading lines included. */
  public long read() {
    return read.sum();
  }

  /** Delivery records that Redis has, those that waited in the spool included. */
  public long loaded() {
    return loaded.sum();
  }

  /** Delivery records too old to be of use. */
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
  public Map<String, Long> skipped() {
    Map<String, Long> counts = new TreeMap<>();
    skipped.forEach((type, count) -> counts.put(type, count.sum()));
    return counts;
  }

  /** One line for the operator. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(loaded()).append(" delivery records loaded");
    skipped()
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
