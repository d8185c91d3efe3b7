package io.github.pmtatracking.address;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns once an hour when more than half of the events of an hour have the same address: a proxy
 * probably does not pass on the client's address. It finds frequent addresses with the bounded
 * counters of Misra and Gries: a share is never overestimated, and underestimated by at most a 33rd
 * of all events. Thread-safe.
 */
public final class DominantAddress {
  /** With fewer events in an hour there is no warning. */
  public static final long MIN_EVENTS = 2000;

  private static final Logger LOG = LoggerFactory.getLogger(DominantAddress.class);
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final int MAX_COUNTERS = 32;

  private final ClientAddressSource source;
  private final InstantSource clock;
  private final Map<String, Count> counts = new HashMap<>();
  private long begin;
  private long events;

  private static final class Count {
    long events = 1;
  }

  /** The first hour starts now. */
  public DominantAddress(ClientAddressSource source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
    this.begin = clock.millis();
  }

  /** Counts an event. */
  public synchronized void count(String address) {
    long now = clock.millis();
    if (now - begin >= HOUR || now < begin) {
      warn();
      counts.clear();
      events = 0;
      begin = now;
    }
    events++;
    Count known = counts.get(address);
    if (known != null) {
      known.events++;
    } else if (counts.size() < MAX_COUNTERS) {
      counts.put(address, new Count());
    } else {
      counts.values().removeIf(count -> --count.events == 0);
    }
  }

  private void warn() {
    counts.forEach(
        (address, count) -> {
          if (events >= MIN_EVENTS && count.events * 2 > events) {
            LOG.warn(
                "More than half of the events of the last hour have the same client address: a"
                    + " proxy probably does not pass on the client's address; check"
                    + " tracker.client-address and tracker.trusted-peers: address={} percent={}"
                    + " events={} tracker.client-address={}",
                address,
                count.events * 100 / events,
                events,
                source.text());
          }
        });
  }
}
