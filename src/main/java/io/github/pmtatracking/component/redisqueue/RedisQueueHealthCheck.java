package io.github.pmtatracking.component.redisqueue;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * The consumer's health: up while it can use its list. Never waits for Redis: it shows the result
 * of the consumer's last check.
 */
final class RedisQueueHealthCheck extends AbstractHealthCheck {
  private final RedisQueueEndpoint endpoint;
  private final ListWatch watch;
  private final OutageExceptionHandler outage;

  RedisQueueHealthCheck(
      RedisQueueEndpoint endpoint, ListWatch watch, OutageExceptionHandler outage, String routeId) {
    super("camel", "consumer:" + routeId);
    this.endpoint = endpoint;
    this.watch = watch;
    this.outage = outage;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.detail("list", endpoint.getKey());
    if (watch.length() >= 0) {
      builder.detail("length", watch.length());
    }
    if (endpoint.getConfiguration().getMaxDeliveries() > 0) {
      builder.detail("deadLetterQueue", endpoint.getConfiguration().getDeadLetterQueue());
      builder.detail("entriesDeadLettered", endpoint.getEntriesDeadLettered());
    }
    String failure = failure();
    if (failure == null) {
      builder.up();
    } else {
      builder.detail("reason", failure);
      builder.message("Redis does not serve list " + endpoint.getKey() + ": " + failure);
      builder.down();
    }
  }

  private @Nullable String failure() {
    String ofConsumer = outage.reason();
    return ofConsumer != null ? ofConsumer : watch.failure();
  }
}
