package io.github.pmtatracking.component.redisqueue;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;

/** Acknowledges a batch when its exchange is done, and releases it when the exchange failed. */
final class AcknowledgeBatch implements Synchronization {
  private final Leases leases;
  private final String name;
  private final Supplier<Duration> releaseDelay;

  /**
   * @param releaseDelay how long a batch rests after a failure before it is tried again
   */
  AcknowledgeBatch(Leases leases, String name, Supplier<Duration> releaseDelay) {
    this.leases = leases;
    this.name = name;
    this.releaseDelay = releaseDelay;
  }

  @Override
  public void onComplete(Exchange exchange) {
    leases.acknowledge(name);
  }

  @Override
  public void onFailure(Exchange exchange) {
    leases.release(name, releaseDelay.get());
  }
}
