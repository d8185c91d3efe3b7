package io.github.pmtatracking.feeder.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.event.BadEntryException;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The list {@code {trk_queue}:dead}: what was set aside, oldest first. Every method throws a {@link
 * io.lettuce.core.RedisException} when Redis refuses or cannot be reached. Thread-safe.
 */
public final class DeadLetters {
  private static final int PAGE = 500;

  private final Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis;
  private final byte[] dead;
  private final byte[] queue;
  private final Duration timeout;
  private volatile long knownSize = -1;

  /**
   * @param queue the key of the queue, such as {@code trk_queue}
   * @param timeout how long one call may take
   */
  public DeadLetters(
      Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis, String queue, Duration timeout) {
    this.redis = redis;
    this.queue = queue.getBytes(UTF_8);
    this.dead = QueueKeys.of(queue, "dead");
    this.timeout = timeout;
  }

  /** What becomes of a letter. */
  public enum Fate {
    KEEP,
    REPLAY,
    DROP
  }

  /**
   * Sets entries aside, also where Redis is full: their batch leaves it only after that, and a
   * feeder that waited for memory would never give any back.
   */
  public void add(List<DeadLetter> letters) {
    for (int from = 0; from < letters.size(); from += PAGE) {
      List<DeadLetter> page = letters.subList(from, Math.min(from + PAGE, letters.size()));
      byte[][] values = page.stream().map(DeadLetter::toJson).toArray(byte[][]::new);
      RedisFuture<Long> added =
          redis.get().eval(ADD, ScriptOutputType.INTEGER, new byte[][] {dead}, values);
      knownSize = await(added);
    }
  }

  /**
   * Puts letters back into the queue, each in one step, so that a crash loses and doubles none;
   * those that are no longer there, somebody else has decided about.
   *
   * @return how many were put back
   */
  public long putBack(List<DeadLetter> letters) {
    long back = 0;
    for (DeadLetter letter : letters) {
      RedisFuture<Long> moved =
          redis
              .get()
              .eval(
                  PUT_BACK,
                  ScriptOutputType.INTEGER,
                  new byte[][] {dead, queue},
                  letter.toJson(),
                  letter.toBeReplayed());
      back += await(moved);
    }
    return back;
  }

  /** How many there are. */
  public long size() {
    return await(redis.get().llen(dead));
  }

  /** Asks how many there are and returns at once; {@link #knownSize} has the answer later. */
  public CompletionStage<Long> look() {
    return redis
        .get()
        .llen(dead)
        .thenApply(
            size -> {
              knownSize = size;
              return size;
            });
  }

  /** How many there were when Redis told it last; -1 while that is not known. Does not wait. */
  public long knownSize() {
    return knownSize;
  }

  /** Shows each letter, oldest first. */
  public void forEach(Consumer<DeadLetter> reader) {
    for (long from = 0; ; from += PAGE) {
      List<byte[]> page = await(redis.get().lrange(dead, from, from + PAGE - 1));
      page.forEach(json -> reader.accept(read(json)));
      if (page.size() < PAGE) {
        return;
      }
    }
  }

  /**
   * Decides about each letter that is there now: it stays, goes back into the queue, or is gone.
   * Each step of up to 500 letters is one script, so that a crash at any moment loses none and
   * doubles none; it may leave the kept ones in another order. Two passes at the same time do not
   * disturb each other.
   *
   * @return how many were replayed or dropped
   */
  public long decide(Function<DeadLetter, Fate> judge) {
    long decided = 0;
    long left = size();
    while (left > 0) {
      List<byte[]> page = await(redis.get().lrange(dead, 0, Math.min(left, PAGE) - 1));
      if (page.isEmpty()) {
        return decided;
      }
      List<byte[]> arguments = new ArrayList<>();
      for (byte[] json : page) {
        DeadLetter letter = read(json);
        arguments.add(json);
        arguments.add(judge.apply(letter).name().getBytes(UTF_8));
        arguments.add(letter.toBeReplayed());
      }
      RedisFuture<List<Long>> moved =
          redis
              .get()
              .eval(
                  DECIDE,
                  ScriptOutputType.MULTI,
                  new byte[][] {dead, queue},
                  arguments.toArray(byte[][]::new));
      List<Long> counts = await(moved);
      left -= counts.get(0);
      decided += counts.get(1);
      if (counts.get(0) == 0) {
        // Another pass took the head between our look and our script; there is less to do now.
        left = Math.min(left, size());
      }
    }
    return decided;
  }

  /** A letter that cannot be read is shown as it is, so that it can be dropped. */
  private static DeadLetter read(byte[] json) {
    try {
      return DeadLetter.ofJson(json);
    } catch (BadEntryException e) {
      return new DeadLetter("?", Instant.EPOCH, "?", e.reason(), json);
    }
  }

  private <T> T await(RedisFuture<T> future) {
    return LettuceFutures.awaitOrCancel(future, timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * KEYS: dead. ARGV: letters. Returns how many there are. The first write takes no memory, as that
   * of {@link #DECIDE}.
   */
  private static final String ADD =
      """
      redis.call('LTRIM', KEYS[1], 0, -1)
      return redis.call('RPUSH', KEYS[1], unpack(ARGV))
      """;

  /**
   * KEYS: dead, queue. ARGV: the letter, its entry. Returns 0 if the letter is not there. The order
   * is for the reasons that {@link #DECIDE} tells.
   */
  private static final String PUT_BACK =
      """
      if not redis.call('LPOS', KEYS[1], ARGV[1], 'RANK', -1) then
        return 0
      end
      redis.call('LTRIM', KEYS[1], 0, -1)
      redis.call('RPUSH', KEYS[2], ARGV[2])
      return redis.call('LREM', KEYS[1], -1, ARGV[1])
      """;

  /**
   * KEYS: dead, queue. ARGV, for each letter from the head on: the letter, its fate, its entry.
   * Stops where the list is no longer as it was read. Returns how many were looked at and how many
   * left.
   */
  private static final String DECIDE =
      """
      local seen, gone = 0, 0
      -- Redis refuses a script at maxmemory by its first write, so this one takes no memory.
      redis.call('LTRIM', KEYS[1], 0, -1)
      for i = 1, #ARGV, 3 do
        if redis.call('LINDEX', KEYS[1], 0) ~= ARGV[i] then
          break
        end
        seen = seen + 1
        if ARGV[i + 1] == 'REPLAY' then
          redis.call('RPUSH', KEYS[2], ARGV[i + 2])
          gone = gone + 1
        elseif ARGV[i + 1] == 'DROP' then
          gone = gone + 1
        else
          redis.call('RPUSH', KEYS[1], ARGV[i])
        end
        -- Last: what a script has done stays done when one of its commands fails.
        redis.call('LPOP', KEYS[1])
      end
      return {seen, gone}
      """;
}
