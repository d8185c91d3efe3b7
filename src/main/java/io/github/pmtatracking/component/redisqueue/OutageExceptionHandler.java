package io.github.pmtatracking.component.redisqueue;

import io.github.pmtatracking.text.RootCause;
import io.lettuce.core.RedisException;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the start and the end of a Redis outage once each. Passes any other exception to the next
 * handler. Thread-safe.
 */
final class OutageExceptionHandler implements ExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RedisQueueConsumer.class);

  private final String key;
  private final ExceptionHandler next;
  private @Nullable String reason;

  OutageExceptionHandler(String key, ExceptionHandler next) {
    this.key = key;
    this.next = next;
  }

  /** Redis has answered: an outage, if there was one, has ended. */
  synchronized void ended() {
    if (reason != null) {
      reason = null;
      LOG.info("Redis available again, reading the list: list={}", key);
    }
  }

  /** Why the list cannot be used since the last success, or null. */
  synchronized @Nullable String reason() {
    return reason;
  }

  @Override
  public void handleException(Throwable exception) {
    handleException(null, null, exception);
  }

  @Override
  public void handleException(@Nullable String message, Throwable exception) {
    handleException(message, null, exception);
  }

  @Override
  public void handleException(
      @Nullable String message, @Nullable Exchange exchange, Throwable exception) {
    if (exchange != null || !(exception instanceof RedisException)) {
      next.handleException(message, exchange, exception);
      return;
    }
    synchronized (this) {
      boolean before = reason != null;
      reason = reason(exception);
      if (before) {
        LOG.debug("Redis still unavailable: list={}", key, exception);
      } else {
        LOG.warn(
            "Redis unavailable, list cannot be read; trying again every few seconds: list={}"
                + " error={}",
            key,
            reason);
      }
    }
  }

  private static String reason(Throwable exception) {
    Throwable root = RootCause.of(exception);
    return exception.getMessage() + (root == exception ? "" : " (" + root.getMessage() + ")");
  }
}
