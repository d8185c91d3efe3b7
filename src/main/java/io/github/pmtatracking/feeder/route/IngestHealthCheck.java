package io.github.pmtatracking.feeder.route;

import io.github.pmtatracking.feeder.FeederOptions;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * Readiness: DOWN while the feeder is paused, after several failures in a row, and while the oldest
 * event waits too long. Never waits for Redis.
 */
final class IngestHealthCheck extends AbstractHealthCheck {
  private final Feeder feeder;
  private final int maxFailures;
  private final Duration maxAge;

  IngestHealthCheck(Feeder feeder, FeederOptions options) {
    super("feeder", "feeder-ingest");
    this.feeder = feeder;
    this.maxFailures = options.healthFailures();
    this.maxAge = options.healthOldestEvent();
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.detail("failuresInARow", feeder.counters().failuresInARow());
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
    String pause = feeder.paused().reason();
    if (pause != null) {
      return pause;
    }
    int failures = feeder.counters().failuresInARow();
    if (maxFailures > 0 && failures >= maxFailures) {
      return "the last "
          + failures
          + " uploads failed (feeder.health.failures = "
          + maxFailures
          + "), the last one because: "
          + feeder.paused().lastFailure();
    }
    long age = feeder.figures().oldestSeconds();
    if (!maxAge.isZero() && age > maxAge.toSeconds()) {
      String failure = failures == 0 ? null : feeder.paused().lastFailure();
      return "the oldest event has waited for "
          + age
          + " s (feeder.health.oldest-event = "
          + maxAge.toSeconds()
          + " s)"
          + (failure == null ? "" : ", the last upload failed because: " + failure);
    }
    return null;
  }
}
