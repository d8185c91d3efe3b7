package io.github.pmtatracking.component.redisqueue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pmtatracking.testing.FreshRedis;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeasesIT {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @RegisterExtension static final FreshRedis REDIS = new FreshRedis();

  private boolean unavailable;
  private final QueueCounters counters = new QueueCounters();
  private final ReliableList list = list("this");
  private final Leases leases = new Leases(list, counters);

  @Test
  void anAcknowledgementThatRedisDidNotAcceptIsSentByTheNextFlush() throws Exception {
    reserve();
    unavailable = true;
    leases.acknowledge("b1");
    assertEquals(0, counters.acknowledged.sum());
    assertEquals(0, leases.size());

    unavailable = false;
    leases.flush();

    assertEquals(1, counters.acknowledged.sum());
    assertEquals(0, REDIS.commands().dbsize().get());
  }

  @Test
  void aReleaseThatRedisDidNotAcceptIsSentWithTheNextRenewal() throws Exception {
    reserve();
    unavailable = true;
    leases.release("b1", Duration.ZERO);
    unavailable = false;
    assertNull(list("other").takeOver("b1"));

    leases.renew();

    assertEquals(1, counters.released.sum());
    assertEquals(2, Objects.requireNonNull(list("other").takeOver("b1")).delivery());
  }

  @Test
  void aBatchThatWasNotDeliveredIsReturnedWithoutACount() throws Exception {
    reserve();
    unavailable = true;
    leases.returnUndelivered("b1");
    unavailable = false;

    leases.flush();

    assertEquals(1, Objects.requireNonNull(list("other").takeOver("b1")).delivery());
  }

  @Test
  void aLeaseThatAnotherConsumerHasTakenIsCountedAsLostOnce() throws Exception {
    reserve();
    list.release("b1", Duration.ZERO);
    assertNotNull(list("other").takeOver("b1"));

    leases.renew();
    leases.renew();

    assertEquals(1, counters.leasesLost.sum());
    assertEquals(0, leases.size());
  }

  @Test
  void atTheEndAllHeldBatchesAreForOthersAtOnce() throws Exception {
    reserve();

    leases.releaseAll();

    assertNotNull(list("other").takeOver("b1"));
    assertEquals(0, leases.size());
  }

  private void reserve() throws Exception {
    REDIS.commands().rpush("q".getBytes(UTF_8), "a".getBytes(UTF_8)).get();
    assertNotNull(list.reserve("b1", 10, 1_000));
    leases.hold("b1");
    assertEquals(1, leases.size());
  }

  private ReliableList list(String owner) {
    return new ReliableList(
        () -> {
          if (unavailable) {
            throw new RedisException("unavailable");
          }
          return REDIS.commands();
        },
        "q",
        owner,
        LONG,
        TIMEOUT);
  }
}
