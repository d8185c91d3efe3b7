package io.github.pmtatracking.accounting.route;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs in one line that the column headings were not saved, when the process ends while the route
 * {@code accounting-headings} waits for its next attempt.
 */
final class HeadingsExceptionHandler implements ExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger("io.github.pmtatracking.accounting");

  @Override
  public void handleException(Throwable exception) {
    LOG.warn(
        "acct_headers was not saved before the process ended: error={}", exception.getMessage());
  }

  @Override
  public void handleException(String message, Throwable exception) {
    handleException(exception);
  }

  @Override
  public void handleException(
      @Nullable String message, @Nullable Exchange exchange, Throwable exception) {
    handleException(exception);
  }
}
