package io.github.pmtatracking.component.redisqueue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.lettuce.LuaScript;
import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.lettuce.Replies;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A Redis list whose entries are taken in batches and deleted only when they are acknowledged:
 *
 * <ul>
 *   <li>{@link #reserve} moves the oldest entries into {@code {list}:batch:<name>} and notes in the
 *       hash {@code {list}:leases} until when the batch is ours;
 *   <li>{@link #renew} moves that moment on, while the batch is worked on;
 *   <li>{@link #acknowledge} deletes the batch; {@link #release} lets its lease run out;
 *   <li>{@link #takeOver} makes a batch ours whose lease has run out.
 * </ul>
 *
 * An entry never goes back to the list, so a batch's name and an entry's place in it name that
 * entry for good. All keys share the hash slot of the list. Each step is one script, so that a
 * crash falls before or after it, and goes by the clock of Redis. Every method throws a {@link
 * io.lettuce.core.RedisException} when Redis refuses or cannot be reached in time. Thread-safe.
 */
final class ReliableList {
  /** Most entries that one call moves or reads: more would keep other clients of Redis waiting. */
  static final int CHUNK = 2_000;

  private static final LuaScript LOOK =
      LuaScript.load(ReliableList.class, "look", ScriptOutputType.MULTI);
  private static final LuaScript RESERVE =
      LuaScript.load(ReliableList.class, "reserve", ScriptOutputType.MULTI);
  private static final LuaScript TAKE_OVER =
      LuaScript.load(ReliableList.class, "take-over", ScriptOutputType.MULTI);
  private static final LuaScript RENEW =
      LuaScript.load(ReliableList.class, "renew", ScriptOutputType.INTEGER);
  private static final LuaScript ACKNOWLEDGE =
      LuaScript.load(ReliableList.class, "acknowledge", ScriptOutputType.INTEGER);

  private final RedisSource redis;
  private final String prefix;
  private final byte[] list;
  private final byte[] leases;
  private final byte[] owner;
  private final Duration lease;
  private final Duration timeout;

  /**
   * @param owner stands in the leases, for other consumers and for whoever looks at Redis
   * @param lease how long a batch is ours without being renewed
   * @param timeout how long one call may take
   */
  ReliableList(RedisSource redis, String key, String owner, Duration lease, Duration timeout) {
    this.redis = redis;
    this.prefix = key.matches(".*\\{[^}]+}.*") ? key : "{" + key + "}";
    this.list = key.getBytes(UTF_8);
    this.leases = (prefix + ":leases").getBytes(UTF_8);
    this.owner = owner.getBytes(UTF_8);
    this.lease = lease;
    this.timeout = timeout;
  }

  /** How much waits, and whether there is a batch to take over. */
  ListStatus look() {
    List<Object> state =
        LOOK.run(redis, timeout, new byte[][] {list, leases}, text(lease.toMillis()));
    long length = (Long) state.get(0);
    long sampled = (Long) state.get(2);
    long bytes = sampled == 0 ? 0 : (Long) state.get(1) * length / sampled;
    String expired = new String((byte[]) state.get(3), UTF_8);
    return new ListStatus(length, bytes, expired.isEmpty() ? null : expired);
  }

  /** A name for the next batch. */
  static String newName() {
    return UUID.randomUUID().toString();
  }

  /**
   * Reserves the oldest entries, at most {@code maxEntries} of them and {@code maxBytes} together
   * (but one at least), under {@code name}. Null when the list is empty, or when it took so long
   * that another consumer has taken the batch over. After an exception the batch may exist: release
   * it.
   */
  @Nullable ReservedBatch reserve(String name, int maxEntries, long maxBytes) {
    List<byte[]> entries = new ArrayList<>();
    long bytes = 0;
    while (entries.size() < maxEntries) {
      int chunk = Math.min(CHUNK, maxEntries - entries.size());
      List<byte[]> moved =
          RESERVE.run(
              redis,
              timeout,
              new byte[][] {list, batch(name), leases},
              text(name),
              owner,
              text(lease.toMillis()),
              text(chunk),
              text(maxBytes - bytes),
              text(entries.isEmpty() ? 1 : 0));
      if (isFalse(moved)) {
        return null;
      }
      entries.addAll(moved);
      for (byte[] entry : moved) {
        bytes += entry.length;
      }
      if (moved.size() < chunk) {
        break;
      }
    }
    return entries.isEmpty() ? null : new ReservedBatch(name, entries, false);
  }

  /** Takes over the batch if its lease has run out; null when another consumer was first. */
  @Nullable ReservedBatch takeOver(String name) {
    List<byte[]> first =
        TAKE_OVER.run(
            redis,
            timeout,
            new byte[][] {batch(name), leases},
            text(name),
            owner,
            text(lease.toMillis()),
            text(CHUNK));
    if (isFalse(first)) {
      return null;
    }
    List<byte[]> entries = new ArrayList<>(first);
    for (List<byte[]> next = first; next.size() == CHUNK; entries.addAll(next)) {
      int read = entries.size();
      next = Replies.await(redis.get().lrange(batch(name), read, read + CHUNK - 1), timeout);
    }
    return new ReservedBatch(name, entries, true);
  }

  /** Makes the lease last its full time again; false when another consumer has the batch now. */
  boolean renew(String name) {
    return expireIn(name, lease);
  }

  /** Lets the lease run out after {@code delay}; false when another consumer has the batch now. */
  boolean release(String name, Duration delay) {
    return expireIn(name, delay);
  }

  /** Deletes the batch; false when it was gone. */
  boolean acknowledge(String name) {
    Long deleted = ACKNOWLEDGE.run(redis, timeout, new byte[][] {batch(name), leases}, text(name));
    return deleted == 1;
  }

  private boolean expireIn(String name, Duration delay) {
    Long done =
        RENEW.run(redis, timeout, new byte[][] {leases}, text(name), owner, text(delay.toMillis()));
    return done == 1;
  }

  private byte[] batch(String name) {
    return (prefix + ":batch:" + name).getBytes(UTF_8);
  }

  /**
   * A Lua {@code false} arrives as a null reply, which Lettuce gives as a list of one null or none.
   */
  private static boolean isFalse(@Nullable List<byte[]> reply) {
    return reply == null || (reply.size() == 1 && reply.get(0) == null);
  }

  private static byte[] text(Object value) {
    return value.toString().getBytes(UTF_8);
  }
}
