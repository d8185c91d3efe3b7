package io.github.pmtatracking.feeder.route;

import io.github.pmtatracking.component.redisqueue.RedisQueueConstants;
import io.github.pmtatracking.feeder.BackOff;
import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.feeder.FeederPausedException;
import io.github.pmtatracking.feeder.IngestResponseHandler;
import io.github.pmtatracking.feeder.PausedState;
import io.github.pmtatracking.feeder.RetryableException;
import io.github.pmtatracking.ingest.IngestHttpClient;
import io.github.pmtatracking.ingest.ProxyRefusedException;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Camel's redelivery how long to wait after a failure: what the API asked for, a while that
 * grows with jitter, or the time after which somebody may have put the configuration right. Called
 * at each failure ({@code onExceptionOccurredRef}). Thread-safe.
 */
final class RetryDelay implements Processor {
  private static final Logger LOG = LoggerFactory.getLogger(RetryDelay.class);

  private final BackOff backOff;
  private final Duration lookAgain;
  private final IngestResponseHandler answers;
  private final IngestHttpClient client;
  private final FeederCounters counters;
  private final PausedState hold;
  private final InstantSource clock;

  RetryDelay(
      BackOff backOff,
      Duration lookAgain,
      IngestResponseHandler answers,
      IngestHttpClient client,
      FeederCounters counters,
      PausedState hold,
      InstantSource clock) {
    this.backOff = backOff;
    this.lookAgain = lookAgain;
    this.answers = answers;
    this.client = client;
    this.counters = counters;
    this.hold = hold;
    this.clock = clock;
  }

  @Override
  public void process(Exchange exchange) {
    Throwable failure =
        judged(exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class));
    int failures = exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 1, Integer.class);
    hold.failed(reason(failure));
    Duration delay;
    if (failure instanceof FeederPausedException held) {
      delay = hold.untilNextLook(backOff.first(), lookAgain);
      hold.lookAgainAt(clock.instant().plus(delay));
      if (held.release()) {
        release(exchange);
      }
      LOG.error(
          "Feeder paused, all events kept: {}; next attempt in {} s",
          failure.getMessage(),
          delay.toSeconds());
    } else {
      delay =
          failure instanceof RetryableException e
              ? backOff.after(failures, e.after()).plus(e.more())
              : backOff.after(failures, null);
      LOG.warn(
          "Upload failed: {}; next attempt with the same events in {} ms (failure {})",
          reason(failure),
          delay.toMillis(),
          failures);
    }
    counters.retries.increment();
    counters.failuresInARow.incrementAndGet();
    exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, delay.toMillis());
    // Camel hangs each failure on to the next; over an outage of hours that chain would fill
    // memory.
    exchange.setProperty(
        ExchangePropertyKey.EXCEPTION_CAUGHT, new RetryableException(reason(failure), null));
  }

  /** A bean that is called for a value has its exception wrapped by Camel. */
  private Throwable judged(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RetryableException || cause instanceof FeederPausedException) {
        return cause;
      }
      if (cause instanceof ProxyRefusedException refusal) {
        return answers.judge(refusal);
      }
    }
    return failure;
  }

  /**
   * The batch is free for any feeder at once; {@link PausedState} says when this one takes one
   * again.
   */
  private static void release(Exchange exchange) {
    exchange.getExchangeExtension().setRedeliveryExhausted(true);
    exchange.setProperty(RedisQueueConstants.RELEASE_DELAY, 0L);
  }

  private String reason(Throwable failure) {
    if (failure instanceof RetryableException || failure instanceof FeederPausedException) {
      return String.valueOf(failure.getMessage());
    }
    return client.explain(failure);
  }
}
