package io.github.pmtatracking.feeder.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.event.BadEntryException;
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
 * The list {@code {trk_queue}:dead}: what was set aside, oldest first. Every method throws a {@link
 * io.lettuce.core.RedisException} when Redis refuses or cannot be reached. Thread-safe.
 */
public final class DeadLetters {
  private static final int PAGE = 500;
  private static final LuaScript ADD = script("add", ScriptOutputType.INTEGER);
  private static final LuaScript PUT_BACK = script("put-back", ScriptOutputType.INTEGER);
  private static final LuaScript DECIDE = script("decide", ScriptOutputType.MULTI);

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
      Long size = ADD.run(redis, timeout, new byte[][] {dead}, values);
      knownSize = size;
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
      Long moved =
          PUT_BACK.run(
              redis, timeout, new byte[][] {dead, queue}, letter.toJson(), letter.toBeReplayed());
      back += moved;
    }
    return back;
  }

  /** How many there are. */
  public long size() {
    return Replies.await(redis.get().llen(dead), timeout);
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
      List<byte[]> page = Replies.await(redis.get().lrange(dead, from, from + PAGE - 1), timeout);
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
      List<byte[]> page =
          Replies.await(redis.get().lrange(dead, 0, Math.min(left, PAGE) - 1), timeout);
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
      List<Long> counts =
          DECIDE.run(redis, timeout, new byte[][] {dead, queue}, arguments.toArray(byte[][]::new));
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

  private static LuaScript script(String name, ScriptOutputType output) {
    return LuaScript.load(DeadLetters.class, name, output);
  }
}
