package io.github.pmtatracking.component.redisqueue;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * The consumer's health: up while it can use its list; tells how much waits in it. Never waits for
 * Redis: it tells what the consumer found at its last look.
 */
final class RedisQueueHealthCheck extends AbstractHealthCheck {
  private final String key;
  private final ListWatch watch;
  private final OutageExceptionHandler outage;

  RedisQueueHealthCheck(
      String key, ListWatch watch, OutageExceptionHandler outage, String routeId) {
    super("camel", "consumer:" + routeId);
    this.key = key;
    this.watch = watch;
    this.outage = outage;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.detail("list", key);
    if (watch.length() >= 0) {
      builder.detail("length", watch.length());
    }
    String failure = failure();
    if (failure == null) {
      builder.up();
    } else {
      builder.detail("reason", failure);
      builder.message("Redis does not serve list " + key + ": " + failure);
      builder.down();
    }
  }

  private @Nullable String failure() {
    String ofConsumer = outage.reason();
    return ofConsumer != null ? ofConsumer : watch.failure();
  }
}
