package io.github.pmtatracking.component.redisqueue;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisException;
import java.util.function.Consumer;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.Test;

class RedisQueueConfigurationTest {
  @Test
  void theDefaultsNeedOnlyAConnection() {
    assertDoesNotThrow(() -> configuration(options -> {}).validate());
  }

  @Test
  void anOptionOutOfItsRangeIsNamedWithItsValueAndItsLeastValue() {
    refused("batchMaxSize is 0, wanted is 1 or more", options -> options.setBatchMaxSize(0));
    refused("batchMaxBytes is 0, wanted is 1 or more", options -> options.setBatchMaxBytes(0));
    refused("batchMaxAge is -1, wanted is 0 or more", options -> options.setBatchMaxAge(-1));
    refused("lease is 299, wanted is 300 or more", options -> options.setLease(299));
    refused("releaseDelay is -1, wanted is 0 or more", options -> options.setReleaseDelay(-1));
    refused("maxDeliveries is -1, wanted is 0 or more", options -> options.setMaxDeliveries(-1));
    refused(
        "concurrentConsumers is 0, wanted is 1 or more",
        options -> options.setConcurrentConsumers(0));
    refused("timeout is 0, wanted is 1 or more", options -> options.setTimeout(0));
  }

  @Test
  void oneOfConnectionAndAddressIsNeeded() {
    refused("not none", options -> options.setUrl(null));
    refused(
        "not both",
        options ->
            options.setRedis(
                () -> {
                  throw new RedisException("unavailable");
                }));
  }

  @Test
  void aLimitOfDeliveriesNeedsADeadLetterQueueAndTheOtherWayRound() {
    refused(
        "maxDeliveries is 3 and deadLetterQueue is null", options -> options.setMaxDeliveries(3));
    refused(
        "maxDeliveries is 0 and deadLetterQueue is dead",
        options -> options.setDeadLetterQueue("dead"));
  }

  @Test
  void tlsParametersNeedAnAddressWithTls() {
    refused(
        "needs a url that begins with rediss:",
        options -> options.setSslContextParameters(new SSLContextParameters()));
    RedisQueueConfiguration secure = configuration(options -> options.setUrl("rediss://host"));
    assertTrue(secure.isTls());
    secure.setSslContextParameters(new SSLContextParameters());
    assertDoesNotThrow(secure::validate);
    assertFalse(configuration(options -> {}).isTls());
  }

  @Test
  void aCopyIsIndependent() {
    RedisQueueConfiguration one = configuration(options -> {});
    RedisQueueConfiguration copy = one.copy();

    copy.setBatchMaxSize(7);

    assertEquals(10_000, one.getBatchMaxSize());
    assertEquals("redis://host", copy.getUrl());
  }

  private static void refused(String why, Consumer<RedisQueueConfiguration> change) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> configuration(change).validate())
            .getMessage();
    assertTrue(message.contains(why), message);
  }

  private static RedisQueueConfiguration configuration(Consumer<RedisQueueConfiguration> change) {
    RedisQueueConfiguration configuration = new RedisQueueConfiguration();
    configuration.setUrl("redis://host");
    change.accept(configuration);
    return configuration;
  }
}
