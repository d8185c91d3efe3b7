package io.github.pmtatracking.feeder.route;

import io.github.pmtatracking.component.redisqueue.RedisQueueConstants;
import io.github.pmtatracking.feeder.retry.RetryPolicy;
import io.github.pmtatracking.feeder.retry.RetryableException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;

/**
 * Gives the wait that {@link RetryPolicy} chooses to Camel's redelivery. Called at each failure
 * ({@code onExceptionOccurredRef}). Thread-safe.
 */
final class RetryDelay implements Processor {
  private final RetryPolicy policy;

  RetryDelay(RetryPolicy policy) {
    this.policy = policy;
  }

  @Override
  public void process(Exchange exchange) {
    RetryPolicy.NextAttempt next =
        policy.afterFailure(
            exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class),
            exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 1, Integer.class));
    if (next.release()) {
      release(exchange);
    }
    exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, next.delay().toMillis());
    // Camel chains each failure to the next; during an outage of hours the chain would fill memory.
    exchange.setProperty(
        ExchangePropertyKey.EXCEPTION_CAUGHT, new RetryableException(next.reason(), null));
  }

  /** Any feeder can take the batch at once; this one waits until its next attempt. */
  private static void release(Exchange exchange) {
    exchange.getExchangeExtension().setRedeliveryExhausted(true);
    exchange.setProperty(RedisQueueConstants.RELEASE_DELAY, 0L);
  }
}
