package io.github.pmtatracking.redis;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.testing.FreshRedis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvictionPolicyIT {
  @RegisterExtension static final FreshRedis REDIS = new FreshRedis();

  @ParameterizedTest
  @ValueSource(strings = {"allkeys-lru", "allkeys-lfu", "allkeys-random"})
  void aRedisThatWouldDeleteEventsIsRefused(String policy) throws Exception {
    REDIS.commands().configSet("maxmemory-policy", policy).get();

    BadSettingException e =
        assertThrows(
            BadSettingException.class,
            () -> EvictionPolicy.check(REDIS.connections().queue(), "redis.url"));

    assertTrue(String.valueOf(e.getMessage()).contains(policy), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("redis.url"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"noeviction", "volatile-lru", "volatile-ttl"})
  void aRedisThatKeepsEventsIsAccepted(String policy) throws Exception {
    REDIS.commands().configSet("maxmemory-policy", policy).get();

    assertDoesNotThrow(() -> EvictionPolicy.check(REDIS.connections().queue(), "redis.url"));
  }

  @Test
  void aRedisThatIsUnavailableDoesNotPreventTheStart() {
    REDIS.server().kill();

    assertDoesNotThrow(() -> EvictionPolicy.check(REDIS.connections().queue(), "redis.url"));
  }
}
