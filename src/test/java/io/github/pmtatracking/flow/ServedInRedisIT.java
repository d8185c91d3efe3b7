package io.github.pmtatracking.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.redis.RedisConnections;
import io.github.pmtatracking.settings.Settings;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedInRedisIT {
  @TempDir private static Path folder;
  private static EmbeddedRedis server;
  private static RedisConnections redis;

  private final AtomicBoolean away = new AtomicBoolean();
  private final AtomicLong clock = new AtomicLong();
  private final ServedInRedis served = wrapper(away);

  @BeforeAll
  static void startRedis() {
    server = EmbeddedRedis.start(folder);
    redis =
        new RedisConnections(
            Settings.load(null, Map.of(), Map.of()).with("redis.url", server.url()));
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
    server.close();
  }

  @BeforeEach
  void emptyRedis() throws Exception {
    redis.queue().get().flushall().get();
  }

  @Test
  void anyWrapperKnowsWhoWasServedUntilItIsForgotten() throws Exception {
    ServedInRedis other = wrapper(new AtomicBoolean());
    assertFalse(served.any());

    served.remember("attempt", List.of("a@x", "b@x"));

    assertTrue(served.any());
    assertEquals(Set.of("a@x", "b@x"), other.served("attempt"));
    other.forget("attempt", List.of("a@x", "b@x"));
    assertEquals(Set.of(), served.served("attempt"));
    assertEquals(0, redis.queue().get().dbsize().get());
  }

  @Test
  void whatRedisCouldNotHearIsSaidWhenItIsBack() throws Exception {
    away.set(true);
    served.remember("first", List.of("a@x"));
    served.remember("second", List.of("b@x"));
    served.forget("second", List.of("b@x"));
    assertThrows(IOException.class, () -> served.served("first"));

    away.set(false);
    clock.addAndGet(2_000_000_000L);

    assertTrue(served.any());
    assertEquals(Set.of("a@x"), served.served("first"));
    assertEquals(Set.of("a@x"), wrapper(new AtomicBoolean()).served("first"));
    assertEquals(Set.of(), served.served("second"));
  }

  @Test
  void whatAFullRedisRefusesIsKnownHereNevertheless() throws Exception {
    redis.queue().get().configSet("maxmemory", "1").get();
    try {
      served.remember("attempt", List.of("a@x"));

      assertTrue(served.any());
      assertEquals(Set.of("a@x"), served.served("attempt"));
    } finally {
      redis.queue().get().configSet("maxmemory", "0").get();
    }
  }

  private ServedInRedis wrapper(AtomicBoolean isAway) {
    return new ServedInRedis(
        () -> {
          if (isAway.get()) {
            throw new RedisException("away");
          }
          return redis.queue().get();
        },
        clock::get);
  }
}
