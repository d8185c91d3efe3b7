package io.github.pmtatracking.component.smtpproxy;

import io.github.pmtatracking.component.smtpproxy.upstream.UpstreamState;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * DOWN while the last connections to upstream failed, UP after the next success. It uses the
 * connections of clients and opens none itself. It is neither readiness nor liveness: a proxy that
 * gets no clients because of it would never try to connect again.
 */
final class UpstreamHealthCheck extends AbstractHealthCheck {
  private final UpstreamState upstream;

  UpstreamHealthCheck(String routeId, UpstreamState upstream) {
    super("camel", "upstream:" + routeId);
    this.upstream = upstream;
  }

  @Override
  public boolean isReadiness() {
    return false;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    String reason = upstream.failure();
    if (reason == null) {
      builder.up();
    } else {
      builder.message(reason).detail("reason", reason).down();
    }
  }
}
