package io.github.pmtatracking.feeder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.feeder.deadletter.QueueKeys;
import io.github.pmtatracking.lettuce.LuaScript;
import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.lettuce.Replies;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Uploads that wait for their verdict, in Redis: {@code {trk_queue}:verdicts} says when to ask (a
 * sorted set), {@code {trk_queue}:kept} holds the compressed lines (a hash) and {@code
 * {trk_queue}:kept-bytes} their size together. Every method throws a {@link
 * io.lettuce.core.RedisException} when Redis refuses or cannot be reached. Thread-safe.
 */
final class SentBatchStore {
  private static final int CHUNK = 2_000;
  private static final LuaScript ADD = script("sent-batch-add", ScriptOutputType.INTEGER);
  private static final LuaScript CLAIM = script("sent-batch-claim", ScriptOutputType.MULTI);
  private static final LuaScript REMOVE = script("sent-batch-remove", ScriptOutputType.INTEGER);

  private final RedisSource redis;
  private final byte[] queue;
  private final byte[] verdicts;
  private final byte[] kept;
  private final byte[] keptBytes;
  private final Duration timeout;

  SentBatchStore(RedisSource redis, String queue, Duration timeout) {
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
        ADD.run(
            redis,
            timeout,
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
        CLAIM.run(redis, timeout, new byte[][] {verdicts}, text(now), text(again), text(most));
    return ids.stream().map(id -> new String(id, UTF_8)).toList();
  }

  /** The compressed lines, or null when they were not kept. */
  byte @Nullable [] gzipped(String batchId) {
    return Replies.await(redis.get().hget(kept, text(batchId)), timeout);
  }

  /** Appends entries to the queue. */
  void queue(List<byte[]> entries) {
    for (int from = 0; from < entries.size(); from += CHUNK) {
      List<byte[]> chunk =
          new ArrayList<>(entries.subList(from, Math.min(from + CHUNK, entries.size())));
      Replies.await(redis.get().rpush(queue, chunk.toArray(byte[][]::new)), timeout);
    }
  }

  /** Forgets an upload. */
  void remove(String batchId) {
    Long unused =
        REMOVE.run(redis, timeout, new byte[][] {verdicts, kept, keptBytes}, text(batchId));
  }

  /** Forgets all uploads. */
  void clear() {
    Replies.await(redis.get().del(verdicts, kept, keptBytes), timeout);
  }

  private static LuaScript script(String name, ScriptOutputType output) {
    return LuaScript.load(SentBatchStore.class, name, output);
  }

  private static byte[] text(Object value) {
    return value.toString().getBytes(UTF_8);
  }
}
