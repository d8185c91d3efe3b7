package io.github.pmtatracking.component.redisqueue;

import io.github.pmtatracking.text.RootCause;
import io.lettuce.core.RedisException;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once that Redis is away and once that it is back; any other exception goes on to the handler
 * behind. Thread-safe.
 */
final class OutageExceptionHandler implements ExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RedisQueueConsumer.class);

  private final String key;
  private final ExceptionHandler others;
  private @Nullable String reason;

  OutageExceptionHandler(String key, ExceptionHandler others) {
    this.key = key;
    this.others = others;
  }

  /** Redis has answered. */
  synchronized void over() {
    if (reason != null) {
      reason = null;
      LOG.info("Redis is back: reading list {} again", key);
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
      others.handleException(message, exchange, exception);
      return;
    }
    synchronized (this) {
      boolean before = reason != null;
      reason = reason(exception);
      if (before) {
        LOG.debug("Redis is still away", exception);
      } else {
        LOG.warn("List {} cannot be read, trying again every few seconds: {}", key, reason);
      }
    }
  }

  private static String reason(Throwable exception) {
    Throwable root = RootCause.of(exception);
    return exception.getMessage() + (root == exception ? "" : " (" + root.getMessage() + ")");
  }
}
