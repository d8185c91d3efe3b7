package io.github.pmtatracking.component.redisqueue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** The consumer's health: up while Redis answers; tells how much waits in the list. */
final class RedisQueueHealthCheck extends AbstractHealthCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final RedisQueueEndpoint endpoint;

  RedisQueueHealthCheck(RedisQueueEndpoint endpoint, String routeId) {
    super("camel", "consumer:" + routeId);
    this.endpoint = endpoint;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.detail("list", endpoint.getKey());
    try {
      byte[] list = endpoint.getKey().getBytes(UTF_8);
      Long length = RedisScript.await(endpoint.redis().llen(list), PATIENCE);
      builder.detail("length", length);
      builder.up();
    } catch (RedisException e) {
      builder.message("Redis does not serve list " + endpoint.getKey() + ": " + e.getMessage());
      builder.error(e);
      builder.down();
    }
  }
}
