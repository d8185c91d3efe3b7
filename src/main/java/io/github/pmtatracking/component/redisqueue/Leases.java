package io.github.pmtatracking.component.redisqueue;

import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches that one consumer holds, and what is still to be said to Redis about others that it
 * has done with: an acknowledgement or a release that Redis did not take is kept and said again.
 * Nothing here throws when Redis is away. Thread-safe.
 */
final class Leases {
  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  private final ReliableList list;
  private final QueueCounters counters;
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final Set<String> toAcknowledge = ConcurrentHashMap.newKeySet();
  private final Map<String, Duration> toRelease = new ConcurrentHashMap<>();

  Leases(ReliableList list, QueueCounters counters) {
    this.list = list;
    this.counters = counters;
  }

  /** From now on the batch's lease is renewed. */
  void hold(String name) {
    held.add(name);
  }

  /** Batches that an exchange works on at this moment. */
  int size() {
    return held.size();
  }

  /** The batch is done with for good. */
  void acknowledge(String name) {
    held.remove(name);
    toAcknowledge.add(name);
    settle();
  }

  /** The batch is for another try, by any consumer, after {@code delay}. */
  void release(String name, Duration delay) {
    held.remove(name);
    toRelease.put(name, delay);
    settle();
  }

  /** Makes every lease last its full time again. */
  void renew() {
    for (String name : held) {
      try {
        if (!list.renew(name) && held.remove(name)) {
          counters.leaseLost();
          LOG.warn(
              "Batch {} was taken over by another consumer while this one worked on it: its entries"
                  + " may be processed twice. A longer lease prevents that.",
              name);
        }
      } catch (RedisException e) {
        LOG.debug("The lease of batch {} could not be renewed", name, e);
      }
    }
    settle();
  }

  /** Says to Redis what it has not heard yet. */
  void settle() {
    try {
      for (String name : toAcknowledge) {
        if (list.acknowledge(name)) {
          counters.acknowledged();
        }
        toAcknowledge.remove(name);
      }
      toRelease.forEach(
          (name, delay) -> {
            if (list.release(name, delay)) {
              counters.released();
            }
            toRelease.remove(name);
          });
    } catch (RedisException e) {
      LOG.debug("Redis did not take an acknowledgement or a release; it will be said again", e);
    }
  }

  /** Releases whatever is still held, for others to take over at once. */
  void releaseAll() {
    held.forEach(name -> release(name, Duration.ZERO));
    settle();
    toAcknowledge.forEach(
        name ->
            LOG.warn(
                "Batch {} is done with, but Redis is away and did not take the acknowledgement: its"
                    + " entries will be processed again.",
                name));
  }
}
