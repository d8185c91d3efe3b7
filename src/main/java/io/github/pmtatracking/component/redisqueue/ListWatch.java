package io.github.pmtatracking.component.redisqueue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.time.Ticker;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The result of the last check of the list, without waiting for Redis. Thread-safe. */
final class ListWatch {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final RedisSource redis;
  private final byte[] list;
  private final Ticker ticker;
  private @Nullable RedisFuture<Long> asked;
  private long askedAt;
  private long length = -1;
  private @Nullable String failure = "the list has not been checked yet";

  /**
   * @param ticker measures how long the command waits for its reply
   */
  ListWatch(RedisSource redis, String key, Ticker ticker) {
    this.redis = redis;
    this.list = key.getBytes(UTF_8);
    this.ticker = ticker;
  }

  /** Asks Redis for the length of the list, unless a reply is outstanding; does not throw. */
  void inspect() {
    synchronized (this) {
      if (asked != null && !asked.isDone()) {
        return;
      }
    }
    RedisFuture<Long> question;
    try {
      question = redis.get().llen(list);
    } catch (RedisException e) {
      failed(e);
      return;
    }
    synchronized (this) {
      asked = question;
      askedAt = ticker.read();
    }
    var unused =
        question.whenComplete(
            (answer, thrown) -> {
              if (thrown == null) {
                answered(answer);
              } else {
                failed(thrown);
              }
            });
  }

  /** Redis has replied with the length. */
  synchronized void answered(long newLength) {
    length = newLength;
    failure = null;
  }

  private synchronized void failed(Throwable thrown) {
    failure = String.valueOf(thrown.getMessage());
  }

  /** The last known length, -1 before the first check. */
  synchronized long length() {
    return length;
  }

  /** Why the list cannot be used, or null if Redis answered the last check. */
  synchronized @Nullable String failure() {
    if (failure == null && asked != null && !asked.isDone()) {
      Duration waiting = Duration.ofNanos(ticker.read() - askedAt);
      if (waiting.compareTo(TIMEOUT) > 0) {
        return "no answer for " + waiting.toSeconds() + " s";
      }
    }
    return failure;
  }
}
