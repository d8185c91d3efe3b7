package io.github.pmtatracking.feeder.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The wait before the next attempt: a random time up to a limit that doubles with each failure
 * (full jitter), so that many feeders do not return at the same moment. Thread-safe if the random
 * generator is.
 *
 * @param initialDelay limit of the first wait
 * @param maxDelay largest limit
 * @param random source of the jitter
 */
public record BackOff(Duration initialDelay, Duration maxDelay, RandomGenerator random) {

  /**
   * The wait before the next attempt.
   *
   * @param failures failed attempts in a row, 1 or more
   * @param retryAfter the wait that the API asked for, which is never shortened; or null
   */
  public Duration delay(int failures, @Nullable Duration retryAfter) {
    long limit = initialDelay.toMillis() << Math.min(Math.max(failures, 1) - 1, 20);
    limit = Math.min(limit, maxDelay.toMillis());
    long jitter = random.nextLong(Math.max(1, limit) + 1);
    if (retryAfter != null) {
      return retryAfter.plusMillis(Math.min(jitter, initialDelay.toMillis()));
    }
    return Duration.ofMillis(Math.max(jitter, Math.min(limit, initialDelay.toMillis()) / 2));
  }
}
