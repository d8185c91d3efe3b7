package io.github.pmtatracking.feeder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.feeder.deadletter.QueueKeys;
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
 * Uploads that wait for their verdict, in Redis: {@code {trk_queue}:verdicts} says when to ask (a
 * sorted set), {@code {trk_queue}:kept} holds the compressed lines (a hash) and {@code
 * {trk_queue}:kept-bytes} their size together. Every method throws a {@link
 * io.lettuce.core.RedisException} when Redis refuses or cannot be reached. Thread-safe.
 */
final class SentBatchStore {
  private static final int CHUNK = 2_000;

  private final Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis;
  private final byte[] queue;
  private final byte[] verdicts;
  private final byte[] kept;
  private final byte[] keptBytes;
  private final Duration timeout;

  SentBatchStore(
      Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis, String queue, Duration timeout) {
    this.redis = redis;
    this.queue = queue.getBytes(UTF_8);
    this.verdicts = QueueKeys.of(queue, "verdicts");
    this.kept = QueueKeys.of(queue, "kept");
    this.keptBytes = QueueKeys.of(queue, "kept-bytes");
    this.timeout = timeout;
  }

  /**
   * Notes an upload.
   *
   * @param due when to ask for its verdict, ms since 1970
   * @param limit most bytes that all kept uploads may have; beyond it only the id is noted
   */
  void add(String batchId, byte[] gzipped, long due, long limit) {
    Long added =
        run(
            ADD,
            new byte[][] {verdicts, kept, keptBytes},
            text(batchId),
            text(due),
            gzipped,
            text(limit));
    if (added == null) {
      throw new IllegalStateException("the script gives a number");
    }
  }

  /** Batches whose verdict is due now; they are due again at {@code again}, should this be all. */
  List<String> claim(long now, long again, int most) {
    List<byte[]> ids =
        await(
            redis
                .get()
                .eval(
                    CLAIM,
                    ScriptOutputType.MULTI,
                    new byte[][] {verdicts},
                    text(now),
                    text(again),
                    text(most)));
    return ids.stream().map(id -> new String(id, UTF_8)).toList();
  }

  /** The compressed lines, or null when they were not kept. */
  byte @Nullable [] gzipped(String batchId) {
    return await(redis.get().hget(kept, text(batchId)));
  }

  /** Appends entries to the queue. */
  void queue(List<byte[]> entries) {
    for (int from = 0; from < entries.size(); from += CHUNK) {
      List<byte[]> chunk =
          new ArrayList<>(entries.subList(from, Math.min(from + CHUNK, entries.size())));
      await(redis.get().rpush(queue, chunk.toArray(byte[][]::new)));
    }
  }

  /** Forgets an upload. */
  void remove(String batchId) {
    run(REMOVE, new byte[][] {verdicts, kept, keptBytes}, text(batchId));
  }

  /** Forgets all uploads. */
  void clear() {
    await(redis.get().del(verdicts, kept, keptBytes));
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
