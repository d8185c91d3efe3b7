package io.github.pmtatracking.feeder.route;

import io.github.pmtatracking.feeder.deadletter.DeadLetters;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Readiness: always UP, but says {@code degraded} while there are dead letters, and whether their
 * number has grown since the last check. Never waits for Redis: it shows the last known number.
 */
final class DeadLetterHealthCheck extends AbstractHealthCheck {
  private final DeadLetters deadLetters;
  private long before = -1;

  DeadLetterHealthCheck(DeadLetters deadLetters) {
    super("feeder", "feeder-dead-letters");
    this.deadLetters = deadLetters;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected synchronized void doCall(
      HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.up();
    long count = deadLetters.knownSize();
    if (count < 0) {
      builder.detail("state", "unknown, Redis has not answered yet");
      return;
    }
    builder.detail("deadLetters", count);
    builder.detail("state", count == 0 ? "none" : "degraded");
    if (count > 0) {
      boolean growing = before >= 0 && count > before;
      builder.detail("growing", growing);
      builder.message(
          "degraded: "
              + count
              + " dead letters"
              + (growing ? ", more than before" : "")
              + "; see: deadletter list");
    }
    before = count;
  }
}
