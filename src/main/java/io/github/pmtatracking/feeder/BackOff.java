package io.github.pmtatracking.feeder;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next try: anything up to a limit that doubles from try to try (full
 * jitter), so that many feeders do not come back at once. Thread-safe if the random generator is.
 *
 * @param first the limit of the first wait, and the least that is waited, within jitter
 * @param longest the limit that it grows to
 * @param random where the jitter comes from
 */
public record BackOff(Duration first, Duration longest, RandomGenerator random) {

  /**
   * The wait before a try.
   *
   * @param failures how many tries have failed in a row, 1 or more
   * @param asked what the API asked to wait, which is not cut short; or null
   */
  public Duration after(int failures, @Nullable Duration asked) {
    long limit = first.toMillis() << Math.min(Math.max(failures, 1) - 1, 20);
    limit = Math.min(limit, longest.toMillis());
    long jitter = random.nextLong(Math.max(1, limit) + 1);
    if (asked != null) {
      return asked.plusMillis(Math.min(jitter, first.toMillis()));
    }
    return Duration.ofMillis(Math.max(jitter, Math.min(limit, first.toMillis()) / 2));
  }
}
