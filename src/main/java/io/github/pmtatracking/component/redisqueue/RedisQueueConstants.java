package io.github.pmtatracking.component.redisqueue;

import org.apache.camel.spi.Metadata;

/** Names of the headers that the component sets. */
public final class RedisQueueConstants {
  @Metadata(
      label = "consumer",
      description =
          "The name of the batch. It stays the same when the batch is released and taken over, so"
              + " that with the place of an entry in the body it names that entry for good.",
      javaType = "String")
  public static final String BATCH = "CamelRedisQueueBatch";

  @Metadata(
      label = "consumer",
      description = "Whether another consumer had this batch before and did not acknowledge it.",
      javaType = "Boolean")
  public static final String TAKEN_OVER = "CamelRedisQueueTakenOver";

  @Metadata(
      label = "consumer",
      description =
          "How many times the batch was delivered, this time included; 1 for the first delivery."
              + " The number is kept in Redis and survives a crash of the consumer.",
      javaType = "Integer")
  public static final String DELIVERY_COUNT = "CamelRedisQueueDeliveryCount";

  @Metadata(
      label = "producer",
      description = "How many entries the list has after the push.",
      javaType = "Long")
  public static final String LENGTH = "CamelRedisQueueLength";

  /**
   * Exchange property that a step of the route may set: how long the batch waits, in ms, if this
   * exchange fails. It wins over the option {@code releaseDelay}.
   */
  public static final String RELEASE_DELAY = "CamelRedisQueueReleaseDelay";

  private RedisQueueConstants() {}
}
