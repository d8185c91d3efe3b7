package io.github.pmtatracking.feeder.retry;

import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.feeder.FeederOptions;
import io.github.pmtatracking.ingest.IngestHttpClient;
import io.github.pmtatracking.ingest.ProxyRefusedException;
import io.github.pmtatracking.text.RootCause;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the wait after each failure, and logs it with its reason: what the API asked for, a wait
 * that grows, or the interval of a paused feeder. Thread-safe.
 */
public final class RetryPolicy {
  private static final Logger LOG = LoggerFactory.getLogger(RetryPolicy.class);

  private final BackOff backOff;
  private final Duration pausedRetryInterval;
  private final IngestResponseHandler responses;
  private final IngestHttpClient client;
  private final FeederCounters counters;
  private final PausedState paused;
  private final InstantSource clock;

  /**
   * The next attempt.
   *
   * @param delay time until then
   * @param release whether the batch is released instead, so that another feeder can take it
   * @param reason of the failure, one line
   */
  public record NextAttempt(Duration delay, boolean release, String reason) {}

  public RetryPolicy(
      FeederOptions options,
      RandomGenerator random,
      IngestResponseHandler responses,
      IngestHttpClient client,
      FeederCounters counters,
      PausedState paused,
      InstantSource clock) {
    this.backOff = new BackOff(options.retryInitialDelay(), options.retryMaxDelay(), random);
    this.pausedRetryInterval = options.pausedRetryInterval();
    this.responses = responses;
    this.client = client;
    this.counters = counters;
    this.paused = paused;
    this.clock = clock;
  }

  /**
   * Called after each failed attempt.
   *
   * @param thrown by the attempt, perhaps wrapped
   * @param failures failed attempts with this batch in a row, 1 or more
   */
  public NextAttempt afterFailure(Throwable thrown, int failures) {
    Throwable failure = meaning(thrown);
    String reason = reason(failure);
    paused.failed(reason);
    counters.countRetry();
    return failure instanceof FeederPausedException pause
        ? whilePaused(pause, reason)
        : afterBackOff(failure, reason, failures);
  }

  private NextAttempt whilePaused(FeederPausedException pause, String reason) {
    Duration delay = paused.untilNextAttempt(backOff.initialDelay(), pausedRetryInterval);
    paused.noAttemptBefore(clock.instant().plus(delay));
    LOG.error(
        "Feeder paused, all events kept: next_attempt_s={} reason={}", delay.toSeconds(), reason);
    return new NextAttempt(delay, pause.release(), reason);
  }

  private NextAttempt afterBackOff(Throwable failure, String reason, int failures) {
    Duration delay =
        failure instanceof RetryableException e
            ? backOff.delay(failures, e.retryAfter()).plus(e.extraDelay())
            : backOff.delay(failures, null);
    LOG.warn(
        "Upload failed; the same events are posted again: next_attempt_ms={} failures={} reason={}",
        delay.toMillis(),
        failures,
        reason);
    return new NextAttempt(delay, false, reason);
  }

  /** Camel wraps the exception of a bean whose result it needs. */
  private Throwable meaning(Throwable thrown) {
    Throwable retryable = RootCause.find(thrown, RetryableException.class);
    if (retryable != null) {
      return retryable;
    }
    Throwable paused = RootCause.find(thrown, FeederPausedException.class);
    if (paused != null) {
      return paused;
    }
    ProxyRefusedException refusal = RootCause.find(thrown, ProxyRefusedException.class);
    return refusal == null ? thrown : responses.handle(refusal);
  }

  private String reason(Throwable failure) {
    if (failure instanceof RetryableException || failure instanceof FeederPausedException) {
      return String.valueOf(failure.getMessage());
    }
    return client.explain(failure);
  }
}
