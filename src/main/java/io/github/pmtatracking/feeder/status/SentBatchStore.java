package io.github.pmtatracking.feeder.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.feeder.queue.QueueKeys;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The accepted batches whose status is not known yet, in Redis: {@code {trk_queue}:verdicts} (a
 * sorted set) has the times to ask, {@code {trk_queue}:kept} (a hash) the compressed lines, and
 * {@code {trk_queue}:kept-bytes} their total size. Every method throws a {@link
 * io.lettuce.core.RedisException} when Redis refuses or is unavailable. Thread-safe.
 */
public final class SentBatchStore {
  private static final int CHUNK = 2_000;

  private final Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis;
  private final byte[] queue;
  private final byte[] statusTimes;
  private final byte[] kept;
  private final byte[] keptBytes;
  private final Duration timeout;

  public SentBatchStore(
      Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis, String queue, Duration timeout) {
    this.redis = redis;
    this.queue = queue.getBytes(UTF_8);
    this.statusTimes = QueueKeys.of(queue, "verdicts");
    this.kept = QueueKeys.of(queue, "kept");
    this.keptBytes = QueueKeys.of(queue, "kept-bytes");
    this.timeout = timeout;
  }

  /**
   * Adds a batch.
   *
   * @param due when to ask for its status, ms since 1970
   * @param limit most bytes of all kept uploads; beyond it only the name is added
   */
  void add(String name, byte[] gzipped, long due, long limit) {
    Long added =
        run(
            ADD,
            new byte[][] {statusTimes, kept, keptBytes},
            text(name),
            text(due),
            gzipped,
            text(limit));
    if (added == null) {
      throw new IllegalStateException("the script returns a number");
    }
  }

  /**
   * The names of the batches that are due now. They are due again at {@code again} if they are not
   * removed before.
   *
   * @param max most batches
   */
  List<String> claim(long now, long again, int max) {
    List<byte[]> ids =
        await(
            redis
                .get()
                .eval(
                    CLAIM,
                    ScriptOutputType.MULTI,
                    new byte[][] {statusTimes},
                    text(now),
                    text(again),
                    text(max)));
    return ids.stream().map(id -> new String(id, UTF_8)).toList();
  }

  /** The compressed lines, or null when they were not kept. */
  byte @Nullable [] gzipped(String name) {
    return await(redis.get().hget(kept, text(name)));
  }

  /** Appends entries to the queue. */
  void queue(List<byte[]> entries) {
    for (int from = 0; from < entries.size(); from += CHUNK) {
      List<byte[]> chunk =
          new ArrayList<>(entries.subList(from, Math.min(from + CHUNK, entries.size())));
      await(redis.get().rpush(queue, chunk.toArray(byte[][]::new)));
    }
  }

  /** Removes a batch. */
  void remove(String name) {
    run(REMOVE, new byte[][] {statusTimes, kept, keptBytes}, text(name));
  }

  /** Removes all batches. */
  void clear() {
    await(redis.get().del(statusTimes, kept, keptBytes));
  }

  private @Nullable Long run(String script, byte[][] keys, byte[]... arguments) {
    RedisFuture<Long> done = redis.get().eval(script, ScriptOutputType.INTEGER, keys, arguments);
    return await(done);
  }

  private <T> T await(RedisFuture<T> future) {
    return LettuceFutures.awaitOrCancel(future, timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static byte[] text(Object value) {
    return value.toString().getBytes(UTF_8);
  }

  private static final String ADD =
      """
      redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
      local bytes = tonumber(redis.call('GET', KEYS[3]) or '0')
      if bytes + #ARGV[3] > tonumber(ARGV[4]) then
        return 0
      end
      if redis.call('HSET', KEYS[2], ARGV[1], ARGV[3]) == 1 then
        redis.call('INCRBY', KEYS[3], #ARGV[3])
      end
      return 1
      """;

  private static final String CLAIM =
      """
      local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
      for _, id in ipairs(ids) do
        redis.call('ZADD', KEYS[1], ARGV[2], id)
      end
      return ids
      """;

  private static final String REMOVE =
      """
      redis.call('ZREM', KEYS[1], ARGV[1])
      local bytes = redis.call('HSTRLEN', KEYS[2], ARGV[1])
      if redis.call('HDEL', KEYS[2], ARGV[1]) == 1 then
        redis.call('DECRBY', KEYS[3], bytes)
      end
      return 1
      """;
}
