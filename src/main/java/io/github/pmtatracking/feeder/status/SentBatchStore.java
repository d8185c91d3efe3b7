package io.github.pmtatracking.feeder.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.feeder.queue.QueueKeys;
import io.github.pmtatracking.lettuce.LuaScript;
import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.lettuce.Replies;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The accepted batches whose status is not known yet, in Redis: {@code {trk_queue}:verdicts} (a
 * sorted set) has the times to ask, {@code {trk_queue}:kept} (a hash) the compressed lines, and
 * {@code {trk_queue}:kept-bytes} their total size. Every method throws a {@link
 * io.lettuce.core.RedisException} when Redis refuses or is unavailable. Thread-safe.
 */
public final class SentBatchStore {
  private static final int CHUNK = 2_000;
  private static final LuaScript ADD = script("add", ScriptOutputType.INTEGER);
  private static final LuaScript CLAIM = script("claim", ScriptOutputType.MULTI);
  private static final LuaScript REMOVE = script("remove", ScriptOutputType.INTEGER);

  private final RedisSource redis;
  private final byte[] queue;
  private final byte[] statusTimes;
  private final byte[] kept;
  private final byte[] keptBytes;
  private final Duration timeout;

  public SentBatchStore(RedisSource redis, String queue, Duration timeout) {
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
        ADD.run(
            redis,
            timeout,
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
        CLAIM.run(redis, timeout, new byte[][] {statusTimes}, text(now), text(again), text(max));
    return ids.stream().map(id -> new String(id, UTF_8)).toList();
  }

  /** The compressed lines, or null when they were not kept. */
  byte @Nullable [] gzipped(String name) {
    return Replies.await(redis.get().hget(kept, text(name)), timeout);
  }

  /** Appends entries to the queue. */
  void queue(List<byte[]> entries) {
    for (int from = 0; from < entries.size(); from += CHUNK) {
      List<byte[]> chunk =
          new ArrayList<>(entries.subList(from, Math.min(from + CHUNK, entries.size())));
      Replies.await(redis.get().rpush(queue, chunk.toArray(byte[][]::new)), timeout);
    }
  }

  /** Removes a batch. */
  void remove(String name) {
    Long unused =
        REMOVE.run(redis, timeout, new byte[][] {statusTimes, kept, keptBytes}, text(name));
  }

  /** Removes all batches. */
  void clear() {
    Replies.await(redis.get().del(statusTimes, kept, keptBytes), timeout);
  }

  private static LuaScript script(String name, ScriptOutputType output) {
    return LuaScript.load(SentBatchStore.class, name, output);
  }

  private static byte[] text(Object value) {
    return value.toString().getBytes(UTF_8);
  }
}
