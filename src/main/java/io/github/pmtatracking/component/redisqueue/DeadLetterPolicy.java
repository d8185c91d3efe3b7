package io.github.pmtatracking.component.redisqueue;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * When a batch moves to another list instead of being delivered again.
 *
 * @param maxDeliveries deliveries without acknowledgement after which a batch moves; 0: no limit
 * @param queue the key of the list to which its entries move; empty if there is no limit
 * @param moved is called with the name and the number of entries of each batch that has moved
 */
record DeadLetterPolicy(int maxDeliveries, String queue, BiConsumer<String, Long> moved) {
  /** Batches are delivered again without end. */
  static final DeadLetterPolicy NONE = new DeadLetterPolicy(0, "", (name, entries) -> {});

  /** The keys of a script, with the list's key behind them if there is a limit. */
  byte[][] withQueue(byte[]... keys) {
    if (maxDeliveries == 0) {
      return keys;
    }
    byte[][] all = new byte[keys.length + 1][];
    System.arraycopy(keys, 0, all, 0, keys.length);
    all[keys.length] = queue.getBytes(StandardCharsets.UTF_8);
    return all;
  }
}
