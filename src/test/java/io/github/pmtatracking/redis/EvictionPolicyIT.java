package io.github.pmtatracking.redis;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvictionPolicyIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"allkeys-lru", "allkeys-lfu", "allkeys-random"})
  void aRedisThatWouldThrowAwayEventsIsRefused(String policy) {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder, "--maxmemory-policy", policy);
        RedisConnections connections = connect(redis)) {
      BadSettingException e =
          assertThrows(
              BadSettingException.class,
              () -> EvictionPolicy.check(connections.queue(), "redis.url"));

      assertTrue(String.valueOf(e.getMessage()).contains(policy), e.getMessage());
      assertTrue(String.valueOf(e.getMessage()).contains("redis.url"), e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"noeviction", "volatile-lru", "volatile-ttl"})
  void aRedisThatKeepsEventsIsAccepted(String policy) {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder, "--maxmemory-policy", policy);
        RedisConnections connections = connect(redis)) {
      assertDoesNotThrow(() -> EvictionPolicy.check(connections.queue(), "redis.url"));
    }
  }

  @Test
  void aRedisThatIsAwayIsNoReasonNotToStart() {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder)) {
      redis.kill();
      try (RedisConnections connections = connect(redis)) {
        assertDoesNotThrow(() -> EvictionPolicy.check(connections.queue(), "redis.url"));
      }
    }
  }

  private static RedisConnections connect(EmbeddedRedis redis) {
    return new RedisConnections(
        Settings.load(null, Map.of(), Map.of()).with("redis.url", redis.url()));
  }
}
