package io.github.pmtatracking.flow;

import io.github.pmtatracking.feeder.Hold;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Readiness: DOWN while the ingest API refuses the site as it is configured. */
final class IngestHealthCheck extends AbstractHealthCheck {
  private final Hold hold;

  IngestHealthCheck(Hold hold) {
    super("feeder", "feeder-ingest");
    this.hold = hold;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    String reason = hold.reason();
    if (reason == null) {
      builder.up();
    } else {
      builder.message(reason).detail("reason", reason).down();
    }
  }
}
