package io.github.pmtatracking.component.redisqueue;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acknowledges a batch when its exchange is done, and releases it when the exchange failed. A
 * failure that an error handler has handled counts as a failure unless {@code acknowledgeHandled}
 * is set: the component cannot know whether the error handler has saved the entries.
 */
final class AcknowledgeBatch implements Synchronization {
  private static final Logger LOG = LoggerFactory.getLogger(AcknowledgeBatch.class);

  private final Leases leases;
  private final String name;
  private final Supplier<Duration> releaseDelay;
  private final boolean acknowledgeHandled;

  /**
   * @param releaseDelay how long a batch waits after a failure before it is delivered again
   */
  AcknowledgeBatch(Leases leases, String name, Supplier<Duration> releaseDelay) {
    this(leases, name, releaseDelay, false);
  }

  /**
   * @param acknowledgeHandled whether a batch is acknowledged if an error handler has handled its
   *     failure
   */
  AcknowledgeBatch(
      Leases leases, String name, Supplier<Duration> releaseDelay, boolean acknowledgeHandled) {
    this.leases = leases;
    this.name = name;
    this.releaseDelay = releaseDelay;
    this.acknowledgeHandled = acknowledgeHandled;
  }

  @Override
  public void onComplete(Exchange exchange) {
    Throwable handled = acknowledgeHandled ? null : HandledFailures.of(exchange);
    if (handled == null) {
      leases.acknowledge(name);
      return;
    }
    LOG.warn(
        "Batch not acknowledged, it will be delivered again: an error handler of the route has"
            + " handled its failure. If the route saves the entries in that case, set"
            + " acknowledgeHandled=true on the endpoint. batch={} entries={} failure={}",
        name,
        exchange.getProperty(HandledFailures.ENTRIES),
        handled.toString());
    leases.release(name, delay(exchange));
  }

  @Override
  public void onFailure(Exchange exchange) {
    leases.release(name, delay(exchange));
  }

  private Duration delay(Exchange exchange) {
    Long asked = exchange.getProperty(RedisQueueConstants.RELEASE_DELAY, Long.class);
    return asked == null ? releaseDelay.get() : Duration.ofMillis(Math.max(0, asked));
  }

  @Override
  public String toString() {
    return "AcknowledgeBatch[" + name + "]";
  }
}
