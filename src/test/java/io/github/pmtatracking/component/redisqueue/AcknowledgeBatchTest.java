package io.github.pmtatracking.component.redisqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lettuce.core.RedisException;
import java.time.Duration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class AcknowledgeBatchTest {
  private final Leases leases =
      new Leases(
          new ReliableList(
              () -> {
                throw new RedisException("away");
              },
              "q",
              "owner",
              Duration.ofMinutes(1),
              Duration.ofSeconds(1)),
          new QueueCounters());
  private final AcknowledgeBatch completion =
      new AcknowledgeBatch(leases, "b1", () -> Duration.ofSeconds(5));

  @Test
  void aDoneBatchIsHeldNoLongerEvenIfRedisIsAway() {
    leases.hold("b1");
    completion.onComplete(new DefaultExchange(new DefaultCamelContext()));
    assertEquals(0, leases.size());
  }

  @Test
  void aFailedBatchIsHeldNoLongerEvenIfRedisIsAway() {
    leases.hold("b1");
    completion.onFailure(new DefaultExchange(new DefaultCamelContext()));
    assertEquals(0, leases.size());
  }
}
