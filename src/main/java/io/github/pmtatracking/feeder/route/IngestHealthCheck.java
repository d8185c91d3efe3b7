package io.github.pmtatracking.feeder.route;

import io.github.pmtatracking.feeder.Feeder;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * Readiness: DOWN while the ingest API refuses the site as it is configured or every event, after
 * several failures in a row, and while the oldest event waits for too long. Never waits for Redis.
 */
final class IngestHealthCheck extends AbstractHealthCheck {
  private final Feeder feeder;
  private final int maxFailures;
  private final Duration maxAge;

  /**
   * @param maxFailures DOWN from so many failures in a row on; 0 for never
   * @param maxAge DOWN when the oldest event has waited for longer; zero for never
   */
  IngestHealthCheck(Feeder feeder, int maxFailures, Duration maxAge) {
    super("feeder", "feeder-ingest");
    this.feeder = feeder;
    this.maxFailures = maxFailures;
    this.maxAge = maxAge;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.detail("failuresInARow", feeder.counters().failuresInARow.get());
    builder.detail("queueLength", feeder.figures().length());
    builder.detail("oldestEventSeconds", feeder.figures().oldestSeconds());
    String reason = reason();
    if (reason == null) {
      builder.up();
    } else {
      builder.message(reason).detail("reason", reason).down();
    }
  }

  private @Nullable String reason() {
    String held = feeder.hold().reason();
    if (held != null) {
      return held;
    }
    int failures = feeder.counters().failuresInARow.get();
    if (maxFailures > 0 && failures >= maxFailures) {
      return "the last "
          + failures
          + " uploads failed (feeder.health.failures = "
          + maxFailures
          + "), the last one since: "
          + feeder.hold().lastFailure();
    }
    long age = feeder.figures().oldestSeconds();
    if (!maxAge.isZero() && age > maxAge.toSeconds()) {
      String failure = failures == 0 ? null : feeder.hold().lastFailure();
      return "the oldest event has waited for "
          + age
          + " s (feeder.health.oldest-event = "
          + maxAge.toSeconds()
          + " s)"
          + (failure == null ? "" : ", the last upload failed since: " + failure);
    }
    return null;
  }
}
