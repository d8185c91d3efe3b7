package io.github.pmtatracking.component.lines;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Up while lines are read; down once a source could not be read. */
final class LinesHealthCheck extends AbstractHealthCheck {
  private final LinesEndpoint endpoint;

  LinesHealthCheck(LinesEndpoint endpoint, String routeId) {
    super("camel", "component:lines-" + routeId);
    this.endpoint = endpoint;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    LineCounters counters = endpoint.counters();
    builder.detail("source", counters.source());
    builder.detail("lines", counters.lines());
    builder.detail("inFlight", counters.inFlight());
    builder.detail("ended", counters.isEnded());
    if (counters.trouble().isEmpty()) {
      builder.up();
    } else {
      builder.message(counters.trouble());
      builder.down();
    }
  }
}
