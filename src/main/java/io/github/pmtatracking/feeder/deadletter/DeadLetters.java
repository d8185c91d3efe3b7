package io.github.pmtatracking.feeder.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.event.BadEntryException;
import io.github.pmtatracking.feeder.queue.QueueKeys;
import io.github.pmtatracking.lettuce.LuaScript;
import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.lettuce.Replies;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The Redis list {@code {trk_queue}:dead} of dead letters, oldest first. Every method throws a
 * {@link io.lettuce.core.RedisException} when Redis refuses or is unavailable. Thread-safe.
 */
public final class DeadLetters {
  private static final int PAGE = 500;
  private static final LuaScript ADD = script("add", ScriptOutputType.INTEGER);
  private static final LuaScript REQUEUE = script("requeue", ScriptOutputType.INTEGER);
  private static final LuaScript PROCESS = script("process", ScriptOutputType.MULTI);

  private final RedisSource redis;
  private final byte[] dead;
  private final byte[] queue;
  private final Duration timeout;
  private volatile long knownSize = -1;

  /**
   * @param queue the key of the queue, such as {@code trk_queue}
   * @param timeout how long one call may take
   */
  public DeadLetters(RedisSource redis, String queue, Duration timeout) {
    this.redis = redis;
    this.queue = queue.getBytes(UTF_8);
    this.dead = QueueKeys.of(queue, "dead");
    this.timeout = timeout;
  }

  /** What {@link #process} does with a dead letter. */
  public enum Action {
    KEEP,
    REPLAY,
    DROP
  }

  /**
   * Adds dead letters, also when Redis is full: their batch leaves Redis only after that, so a
   * feeder that waited for memory would never free any.
   */
  public void add(List<DeadLetter> letters) {
    for (int from = 0; from < letters.size(); from += PAGE) {
      List<DeadLetter> page = letters.subList(from, Math.min(from + PAGE, letters.size()));
      byte[][] values = page.stream().map(DeadLetter::toJson).toArray(byte[][]::new);
      Long size = ADD.run(redis, timeout, new byte[][] {dead}, values);
      knownSize = size;
    }
  }

  /**
   * Returns dead letters to the queue, each in one step, so that a crash neither loses nor doubles
   * one. Ignores those that are no longer in the list, because an operator has replayed or dropped
   * them.
   *
   * @return number of requeued dead letters
   */
  public long requeue(List<DeadLetter> letters) {
    long requeued = 0;
    for (DeadLetter letter : letters) {
      Long moved =
          REQUEUE.run(
              redis, timeout, new byte[][] {dead, queue}, letter.toJson(), letter.replayEntry());
      requeued += moved;
    }
    return requeued;
  }

  /** Number of dead letters. Waits for Redis. */
  public long size() {
    return Replies.await(redis.get().llen(dead), timeout);
  }

  /** Requests the number and returns at once; {@link #knownSize} has it later. */
  public CompletionStage<Long> refreshSize() {
    return redis
        .get()
        .llen(dead)
        .thenApply(
            size -> {
              knownSize = size;
              return size;
            });
  }

  /** The number that Redis reported last; -1 while unknown. Does not wait. */
  public long knownSize() {
    return knownSize;
  }

  /** Passes each dead letter to the consumer, oldest first. */
  public void forEach(Consumer<DeadLetter> consumer) {
    for (long from = 0; ; from += PAGE) {
      List<byte[]> page = Replies.await(redis.get().lrange(dead, from, from + PAGE - 1), timeout);
      page.forEach(json -> consumer.accept(read(json)));
      if (page.size() < PAGE) {
        return;
      }
    }
  }

  /**
   * Processes each dead letter that is in the list now: it stays, returns to the queue, or is
   * deleted. Each step of up to 500 dead letters is one script, so that a crash neither loses nor
   * doubles one; it may change the order of the kept ones. Two calls at the same time do not
   * disturb each other.
   *
   * @return number of replayed or dropped dead letters
   */
  public long process(Function<DeadLetter, Action> action) {
    long processed = 0;
    long left = size();
    while (left > 0) {
      List<byte[]> page =
          Replies.await(redis.get().lrange(dead, 0, Math.min(left, PAGE) - 1), timeout);
      if (page.isEmpty()) {
        return processed;
      }
      List<byte[]> arguments = new ArrayList<>();
      for (byte[] json : page) {
        DeadLetter letter = read(json);
        arguments.add(json);
        arguments.add(action.apply(letter).name().getBytes(UTF_8));
        arguments.add(letter.replayEntry());
      }
      List<Long> counts =
          PROCESS.run(redis, timeout, new byte[][] {dead, queue}, arguments.toArray(byte[][]::new));
      left -= counts.get(0);
      processed += counts.get(1);
      if (counts.get(0) == 0) {
        // Another call changed the head between LRANGE and the script: less is left now.
        left = Math.min(left, size());
      }
    }
    return processed;
  }

  /** An unreadable dead letter is shown unchanged, so that an operator can drop it. */
  private static DeadLetter read(byte[] json) {
    try {
      return DeadLetter.ofJson(json);
    } catch (BadEntryException e) {
      return new DeadLetter("?", Instant.EPOCH, "?", e.reason(), json);
    }
  }

  private static LuaScript script(String name, ScriptOutputType output) {
    return LuaScript.load(DeadLetters.class, name, output);
  }
}
