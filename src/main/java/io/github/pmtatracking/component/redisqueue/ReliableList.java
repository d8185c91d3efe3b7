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
 *   <li>{@link #reserve} moves the oldest entries into {@code {list}:batch:<name>} and writes a
 *       lease into the hash {@code {list}:leases}: until when the batch belongs to this consumer;
 *   <li>{@link #renew} prolongs the lease while the batch is processed;
 *   <li>{@link #acknowledge} deletes the batch; {@link #release} lets its lease end;
 *   <li>{@link #takeOver} gives a batch whose lease has ended to this consumer, or moves it to the
 *       dead letter queue.
 * </ul>
 *
 * An entry never goes back to the list, so the name of a batch and the place of an entry in it
 * identify that entry for good. All keys share the hash slot of the list. Each step is one script
 * that uses the clock of Redis, so a crash falls before or after it. Every method throws a {@link
 * io.lettuce.core.RedisException} when Redis refuses, is unavailable or does not answer in time.
 * Thread-safe.
 */
final class ReliableList {
  /** Most entries that one call moves or reads, so that other clients of Redis do not wait. */
  static final int MAX_CHUNK = 2_000;

  private static final LuaScript INSPECT = script("inspect", ScriptOutputType.MULTI);
  private static final LuaScript RESERVE = script("reserve", ScriptOutputType.MULTI);
  private static final LuaScript TAKE_OVER = script("take-over", ScriptOutputType.MULTI);
  private static final LuaScript RETURN = script("return", ScriptOutputType.INTEGER);
  private static final LuaScript RENEW = script("renew", ScriptOutputType.INTEGER);
  private static final LuaScript ACKNOWLEDGE = script("acknowledge", ScriptOutputType.INTEGER);

  private final RedisSource redis;
  private final String prefix;
  private final byte[] list;
  private final byte[] leases;
  private final byte[] owner;
  private final Duration lease;
  private final Duration timeout;
  private final DeadLetterPolicy deadLetters;

  /** As the other constructor, without a dead letter queue. */
  ReliableList(RedisSource redis, String key, String owner, Duration lease, Duration timeout) {
    this(redis, key, owner, lease, timeout, DeadLetterPolicy.NONE);
  }

  /**
   * @param owner stands in the leases; it names this consumer to others and to operators
   * @param lease how long a batch belongs to this consumer without being renewed
   * @param timeout how long one call may take
   */
  ReliableList(
      RedisSource redis,
      String key,
      String owner,
      Duration lease,
      Duration timeout,
      DeadLetterPolicy deadLetters) {
    this.redis = redis;
    this.prefix = key.matches(".*\\{[^}]+}.*") ? key : "{" + key + "}";
    this.list = key.getBytes(UTF_8);
    this.leases = (prefix + ":leases").getBytes(UTF_8);
    this.owner = owner.getBytes(UTF_8);
    this.lease = lease;
    this.timeout = timeout;
    this.deadLetters = deadLetters;
  }

  /** The length of the list, and whether there is a batch to take over. */
  ListStatus inspect() {
    List<Object> state =
        INSPECT.run(redis, timeout, new byte[][] {list, leases}, text(lease.toMillis()));
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
   * that another consumer has taken the batch over. After an exception the batch may exist: call
   * {@link #returnUndelivered}.
   */
  @Nullable ReservedBatch reserve(String name, int maxEntries, long maxBytes) {
    List<byte[]> entries = new ArrayList<>();
    long bytes = 0;
    while (entries.size() < maxEntries) {
      int chunk = Math.min(MAX_CHUNK, maxEntries - entries.size());
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
    return entries.isEmpty() ? null : new ReservedBatch(name, entries, 1, false);
  }

  /**
   * Takes over the batch if its lease has ended. Null when another consumer was first, and when the
   * batch went to the dead letter queue instead.
   */
  @Nullable ReservedBatch takeOver(String name) {
    List<Object> reply =
        TAKE_OVER.run(
            redis,
            timeout,
            deadLetters.withQueue(batch(name), leases),
            text(name),
            owner,
            text(lease.toMillis()),
            text(MAX_CHUNK),
            text(deadLetters.maxDeliveries()));
    if (isFalse(reply)) {
      return null;
    }
    long delivery = (Long) reply.get(0);
    if (delivery == 0) {
      deadLetters.moved().accept(name, (Long) reply.get(1));
      return null;
    }
    List<byte[]> entries = new ArrayList<>();
    reply.subList(1, reply.size()).forEach(entry -> entries.add((byte[]) entry));
    for (int read = entries.size(), last = read; last == MAX_CHUNK; read = entries.size()) {
      List<byte[]> next =
          Replies.await(redis.get().lrange(batch(name), read, read + MAX_CHUNK - 1), timeout);
      entries.addAll(next);
      last = next.size();
    }
    return new ReservedBatch(name, entries, Math.toIntExact(delivery), true);
  }

  /** Gives the lease its full time again; false when another consumer has the batch. */
  boolean renew(String name) {
    return expireIn(name, lease);
  }

  /** Lets the lease end after {@code delay}; false when another consumer has the batch. */
  boolean release(String name, Duration delay) {
    return expireIn(name, delay);
  }

  /**
   * Ends the lease of a batch that was reserved and not delivered, which then does not count as a
   * delivery; false when there is no such batch or another consumer has it.
   */
  boolean returnUndelivered(String name) {
    Long done = RETURN.run(redis, timeout, new byte[][] {leases}, text(name), owner);
    return done == 1;
  }

  /** Deletes the batch; false when there was none. */
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
   * Lua's {@code false} arrives as a null reply, which Lettuce gives as null or a list of one null.
   */
  private static boolean isFalse(@Nullable List<?> reply) {
    return reply == null || (reply.size() == 1 && reply.get(0) == null);
  }

  private static LuaScript script(String name, ScriptOutputType output) {
    return LuaScript.load(ReliableList.class, name, output);
  }

  private static byte[] text(Object value) {
    return value.toString().getBytes(UTF_8);
  }
}
