package io.github.pmtatracking.component.lines;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** The consumer's health: up while lines are read, down after a source could not be read. */
final class LinesHealthCheck extends AbstractHealthCheck {
  private final LinesEndpoint endpoint;

  LinesHealthCheck(LinesEndpoint endpoint, String routeId) {
    super("camel", "consumer:" + routeId);
    this.endpoint = endpoint;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    LineCounters counters = endpoint.counters();
    builder.detail("source", counters.source());
    builder.detail("lines", counters.lines());
    builder.detail("inFlight", counters.inFlight());
    builder.detail("ended", counters.isEnded());
    if (counters.failure().isEmpty()) {
      builder.up();
    } else {
      builder.message(counters.failure());
      builder.down();
    }
  }
}
