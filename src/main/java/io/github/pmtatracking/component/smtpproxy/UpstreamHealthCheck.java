package io.github.pmtatracking.component.smtpproxy;

import io.github.pmtatracking.component.smtpproxy.upstream.UpstreamState;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * DOWN while the last connections to upstream failed, UP after one that did not. It looks at what
 * clients caused, and never connects by itself. It is neither readiness nor liveness: a proxy that
 * no client is sent to would never find upstream again.
 */
final class UpstreamHealthCheck extends AbstractHealthCheck {
  private final UpstreamState upstream;

  UpstreamHealthCheck(String routeId, UpstreamState upstream) {
    super("smtp-proxy", "smtp-proxy-upstream-" + routeId);
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
    String trouble = upstream.trouble();
    if (trouble == null) {
      builder.up();
    } else {
      builder.message(trouble).detail("reason", trouble).down();
    }
  }
}
