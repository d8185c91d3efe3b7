package io.github.pmtatracking.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.component.smtpproxy.ServedRecipients;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in Redis who got his copy in an attempt that failed in part, so that it does not matter
 * to which wrapper the client comes next. The set {@code {wrapper}:served:<attempt>} holds the
 * recipients; {@code {wrapper}:served} holds the attempts by time, as our keys carry no expiry
 * (DESIGN.md 3) but are swept with each write. Thread-safe.
 */
final class ServedInRedis implements ServedRecipients {
  private static final String INDEX = "{wrapper}:served";
  private static final String KEPT_SECONDS = "86400";
  private static final long FRESH_NANOS = 1_000_000_000L;

  /** ARGV: seconds to keep, attempt. Returns the recipients. */
  private static final String SERVED =
      """
      local at = redis.call('ZSCORE', KEYS[1], ARGV[2])
      if not at or tonumber(at) < redis.call('TIME')[1] - ARGV[1] then return {} end
      return redis.call('SMEMBERS', KEYS[2])
      """;

  /** ARGV: seconds to keep, attempt, recipients. Returns attempts that are too old by now. */
  private static final String REMEMBER =
      """
      local now = redis.call('TIME')[1]
      redis.call('ZADD', KEYS[1], now, ARGV[2])
      for i = 3, #ARGV do redis.call('SADD', KEYS[2], ARGV[i]) end
      return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[1], 'LIMIT', 0, 100)
      """;

  /** ARGV: seconds to keep (not used), attempt, recipients. */
  private static final String FORGET =
      """
      for i = 3, #ARGV do redis.call('SREM', KEYS[2], ARGV[i]) end
      if redis.call('EXISTS', KEYS[2]) == 0 then redis.call('ZREM', KEYS[1], ARGV[2]) end
      return {}
      """;

  private final Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis;
  private final LongSupplier nanoClock;
  private volatile @Nullable Look look;

  /** What Redis said lately. */
  private record Look(long time, boolean there, boolean any) {}

  /**
   * @param nanoClock such as {@code System::nanoTime}
   */
  ServedInRedis(Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis, LongSupplier nanoClock) {
    this.redis = redis;
    this.nanoClock = nanoClock;
  }

  @Override
  public boolean available() {
    return look().there();
  }

  /** Also true when Redis cannot tell. */
  @Override
  public boolean any() {
    return look().any();
  }

  private Look look() {
    Look last = look;
    long now = nanoClock.getAsLong();
    if (last != null && now - last.time() < FRESH_NANOS) {
      return last;
    }
    Look next;
    try {
      next = new Look(now, true, await(redis.get().exists(bytes(INDEX))) > 0);
    } catch (IOException | RedisException e) {
      // one recipient can be served without a memory: to him nothing is given twice by a copy
      next = new Look(now, false, false);
    }
    look = next;
    return next;
  }

  @Override
  public Set<String> served(String attempt) throws IOException {
    Set<String> recipients = new LinkedHashSet<>();
    for (byte[] recipient : run(SERVED, attempt, List.of())) {
      recipients.add(new String(recipient, UTF_8));
    }
    return recipients;
  }

  @Override
  public void remember(String attempt, Collection<String> recipients) throws IOException {
    List<byte[]> old = run(REMEMBER, attempt, recipients);
    look = null;
    for (byte[] name : old) {
      await(redis.get().del(key(new String(name, UTF_8))));
      await(redis.get().zrem(bytes(INDEX), name));
    }
  }

  @Override
  public void forget(String attempt, Collection<String> recipients) throws IOException {
    run(FORGET, attempt, recipients);
    look = null;
  }

  private List<byte[]> run(String script, String attempt, Collection<String> recipients)
      throws IOException {
    byte[][] arguments = new byte[recipients.size() + 2][];
    arguments[0] = bytes(KEPT_SECONDS);
    arguments[1] = bytes(attempt);
    int i = 2;
    for (String recipient : recipients) {
      arguments[i++] = bytes(recipient);
    }
    byte[][] keys = {bytes(INDEX), key(attempt)};
    try {
      return await(redis.get().<List<byte[]>>eval(script, ScriptOutputType.MULTI, keys, arguments));
    } catch (RedisException e) {
      throw new IOException("Redis cannot tell who was served before: " + e.getMessage(), e);
    }
  }

  private static byte[] key(String attempt) {
    return bytes(INDEX + ":" + attempt);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static <T> T await(Future<T> answer) throws IOException {
    try {
      return answer.get(); // Lettuce bounds the time
    } catch (ExecutionException e) {
      throw new IOException("Redis: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
