package io.github.pmtatracking.component.redisqueue;

import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches that one consumer holds, and the acknowledgements and releases that Redis has not
 * accepted yet: these are kept and sent again. No method throws when Redis is unavailable.
 * Thread-safe.
 */
final class Leases {
  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  private final ReliableList list;
  private final QueueCounters counters;
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final Set<String> toAcknowledge = ConcurrentHashMap.newKeySet();
  private final Map<String, Duration> toRelease = new ConcurrentHashMap<>();
  private final Set<String> toReturn = ConcurrentHashMap.newKeySet();

  Leases(ReliableList list, QueueCounters counters) {
    this.list = list;
    this.counters = counters;
  }

  /** The batch's lease is renewed from now on. */
  void hold(String name) {
    held.add(name);
  }

  /** How many batches are being processed. */
  int size() {
    return held.size();
  }

  /** The batch was processed. */
  void acknowledge(String name) {
    held.remove(name);
    toAcknowledge.add(name);
    flush();
  }

  /** Any consumer may deliver the batch again after {@code delay}. */
  void release(String name, Duration delay) {
    held.remove(name);
    toRelease.put(name, delay);
    flush();
  }

  /** The batch may exist in Redis and was not delivered: any consumer may have it. */
  void returnUndelivered(String name) {
    toReturn.add(name);
    flush();
  }

  /** Gives every lease its full time again. */
  void renew() {
    for (String name : held) {
      try {
        if (!list.renew(name) && held.remove(name)) {
          counters.leaseLost();
          LOG.warn(
              "Lease lost: another consumer has taken over the batch that this one still processes;"
                  + " its entries may be processed twice. A longer lease prevents that: batch={}",
              name);
        }
      } catch (RedisException e) {
        LOG.debug("Lease not renewed: batch={}", name, e);
      }
    }
    flush();
  }

  /** Sends the acknowledgements and releases that Redis has not accepted yet. */
  void flush() {
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
      for (String name : toReturn) {
        list.returnUndelivered(name);
        toReturn.remove(name);
      }
    } catch (RedisException e) {
      LOG.debug("Redis did not accept an acknowledgement or a release; it is sent again later", e);
    }
  }

  /** Releases all held batches, so that other consumers can take them over at once. */
  void releaseAll() {
    held.forEach(name -> release(name, Duration.ZERO));
    flush();
    toAcknowledge.forEach(
        name ->
            LOG.warn(
                "Redis unavailable, acknowledgement not written: the entries of the batch will be"
                    + " processed again: batch={}",
                name));
  }
}
