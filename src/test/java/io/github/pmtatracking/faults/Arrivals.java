package io.github.pmtatracking.faults;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the ingest API accepted, by the number in each event's message id. Thread-safe. */
final class Arrivals {
  private static final Pattern EVENT_ID = Pattern.compile("\"event_id\":\"(\\d+)\"");
  private static final Pattern MESSAGE_ID = Pattern.compile("\"message_id\":\"0000([0-9a-f]{16})");

  private final Map<Long, Arrival> arrivals = new ConcurrentHashMap<>();

  /** Under which ids an event came, and how often. */
  record Arrival(Set<String> ids, AtomicLong times) {}

  /** The message id that carries a number. */
  static String messageId(long number) {
    return String.format("0000%016x", number);
  }

  void accept(byte[] ndjson) {
    new String(ndjson, StandardCharsets.UTF_8).lines().forEach(this::accept);
  }

  private void accept(String line) {
    Matcher message = MESSAGE_ID.matcher(line);
    Matcher event = EVENT_ID.matcher(line);
    if (!message.find() || !event.find()) {
      throw new IllegalArgumentException("no event: " + line);
    }
    Arrival arrival =
        arrivals.computeIfAbsent(
            Long.parseLong(message.group(1), 16),
            number -> new Arrival(ConcurrentHashMap.newKeySet(), new AtomicLong()));
    arrival.ids().add(event.group(1));
    arrival.times().incrementAndGet();
  }

  boolean contain(long number) {
    return arrivals.containsKey(number);
  }

  boolean containAll(Set<Long> numbers) {
    return arrivals.keySet().containsAll(numbers);
  }

  /** Counts what came of the offered; seconds are for the caller to fill in. */
  FaultResult row(OfferedEvents offered, double seconds) {
    long times = 0;
    int distinct = 0;
    int renamed = 0;
    for (long number : offered.all()) {
      Arrival arrival = arrivals.get(number);
      if (arrival != null) {
        times += arrival.times().get();
        distinct += arrival.ids().size();
        renamed += arrival.ids().size() > 1 ? 1 : 0;
      }
    }
    int lost = (int) offered.sure().stream().filter(number -> !contain(number)).count();
    return new FaultResult(
        "", offered.sure().size(), times, distinct, lost, 0, 0, seconds, renamed, "");
  }
}
