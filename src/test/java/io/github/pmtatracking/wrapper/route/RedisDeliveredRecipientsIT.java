package io.github.pmtatracking.wrapper.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.FreshRedis;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisDeliveredRecipientsIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @RegisterExtension static final FreshRedis REDIS = new FreshRedis();

  private final AtomicBoolean unavailable = new AtomicBoolean();
  private final AtomicLong clock = new AtomicLong();
  private final RedisDeliveredRecipients served = wrapper(unavailable);

  @Test
  void everyWrapperKnowsTheServedRecipientsUntilTheAttemptIsForgotten() throws Exception {
    RedisDeliveredRecipients other = wrapper(new AtomicBoolean());
    assertFalse(served.any());

    served.remember("attempt", List.of("a@x", "b@x"));

    assertTrue(served.any());
    assertEquals(Set.of("a@x", "b@x"), other.served("attempt"));
    other.forget("attempt", List.of("a@x", "b@x"));
    assertEquals(Set.of(), served.served("attempt"));
    assertEquals(0, REDIS.commands().dbsize().get());
  }

  @Test
  void aWriteThatFailedIsRetriedWhenRedisIsAvailableAgain() throws Exception {
    unavailable.set(true);
    served.remember("first", List.of("a@x"));
    served.remember("second", List.of("b@x"));
    served.forget("second", List.of("b@x"));
    assertThrows(IOException.class, () -> served.served("first"));

    unavailable.set(false);
    clock.addAndGet(2_000_000_000L);

    assertTrue(served.any());
    assertEquals(Set.of("a@x"), served.served("first"));
    assertEquals(Set.of("a@x"), wrapper(new AtomicBoolean()).served("first"));
    assertEquals(Set.of(), served.served("second"));
  }

  @Test
  void aWriteThatAFullRedisRefusesIsKnownInThisProcess() throws Exception {
    REDIS.commands().configSet("maxmemory", "1").get();
    try {
      served.remember("attempt", List.of("a@x"));

      assertTrue(served.any());
      assertEquals(Set.of("a@x"), served.served("attempt"));
    } finally {
      REDIS.commands().configSet("maxmemory", "0").get();
    }
  }

  private RedisDeliveredRecipients wrapper(AtomicBoolean isUnavailable) {
    return new RedisDeliveredRecipients(
        new DeliveryRecords(
            () -> {
              if (isUnavailable.get()) {
                throw new RedisException("unavailable");
              }
              return REDIS.commands();
            },
            TIMEOUT),
        clock::get);
  }
}
