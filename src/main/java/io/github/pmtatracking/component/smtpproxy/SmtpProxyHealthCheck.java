package io.github.pmtatracking.component.smtpproxy;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * The consumer's health: up while it listens and accepts mail. A failure of upstream does not count
 * here, because it would take every proxy of this upstream out of service at the same time; see
 * {@link UpstreamHealthCheck}.
 */
final class SmtpProxyHealthCheck extends AbstractHealthCheck {
  private final SmtpProxyConsumer consumer;
  private final SmtpProxyEndpoint endpoint;

  SmtpProxyHealthCheck(SmtpProxyConsumer consumer, SmtpProxyEndpoint endpoint) {
    super("camel", "consumer:" + consumer.getRouteId());
    this.consumer = consumer;
    this.endpoint = endpoint;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.detail("address", endpoint.getAddress());
    builder.detail("connections", endpoint.getOpenConnections());
    builder.detail("connections.limit", endpoint.getConfiguration().getMaxConnections());
    if (consumer.isListening() && !consumer.isSuspended()) {
      builder.up();
    } else {
      builder.message("smtp-proxy does not accept mail on " + endpoint.getAddress()).down();
    }
  }
}
