package io.github.pmtatracking.component.smtpproxy;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Ready while the consumer listens and takes mail. Upstream does not count here: its failure would
 * make every proxy in front of it leave at once; see {@link UpstreamHealthCheck}.
 */
final class SmtpProxyHealthCheck extends AbstractHealthCheck {
  private final SmtpProxyConsumer consumer;
  private final SmtpProxyEndpoint endpoint;

  SmtpProxyHealthCheck(SmtpProxyConsumer consumer, SmtpProxyEndpoint endpoint) {
    super("smtp-proxy", "smtp-proxy-" + consumer.getRouteId());
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
      builder.message("smtp-proxy does not take mail on " + endpoint.getAddress()).down();
    }
  }
}
