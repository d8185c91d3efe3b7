package io.github.pmtatracking.component.redisqueue;

import io.github.pmtatracking.lettuce.RedisSource;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/** Options of the component and of its endpoints. Durations are in milliseconds. */
@UriParams
public class RedisQueueConfiguration implements Cloneable {
  @UriParam(
      label = "common",
      description =
          "The connection: a bean that gives Lettuce's asynchronous commands for byte arrays, and"
              + " throws a RedisException while Redis is unavailable. Either this or url is"
              + " needed.")
  private @Nullable RedisSource redis;

  @UriParam(
      label = "common,security",
      secret = true,
      description =
          "The address of Redis if no connection bean is given: redis://, rediss:// or"
              + " redis-sentinel://, in the form of Lettuce.")
  private @Nullable String url;

  @UriParam(
      label = "common,security",
      description =
          "TLS parameters for a rediss: url: key managers, trust managers, protocols and cipher"
              + " suites.")
  private @Nullable SSLContextParameters sslContextParameters;

  @UriParam(
      label = "consumer",
      defaultValue = "10000",
      description = "Most entries in a batch. A list as long as this is read at once.")
  private int batchMaxSize = 10_000;

  @UriParam(
      label = "consumer",
      defaultValue = "4000000",
      description =
          "Most bytes of entries in a batch; a single entry may be larger. A list as large as this"
              + " (estimated from its oldest entries) is read at once.")
  private long batchMaxBytes = 4_000_000;

  @UriParam(
      label = "consumer",
      defaultValue = "1000",
      javaType = "java.time.Duration",
      description =
          "How long entries may wait for a batch to fill, counted from when the consumer first saw"
              + " the list not empty; further entries do not prolong it.")
  private long batchMaxAge = 1_000;

  @UriParam(
      label = "consumer",
      defaultValue = "60000",
      javaType = "java.time.Duration",
      description =
          "How long a batch belongs to a consumer that does not renew its lease. The lease is"
              + " renewed every third of this time while the exchange is in progress. When it has"
              + " ended, another consumer takes the batch over.")
  private long lease = 60_000;

  @UriParam(
      label = "consumer",
      defaultValue = "5000",
      javaType = "java.time.Duration",
      description =
          "How long a batch waits after its exchange failed, until it is delivered again.")
  private long releaseDelay = 5_000;

  @UriParam(
      label = "consumer",
      defaultValue = "false",
      description =
          "Whether a batch is acknowledged when a failure of its exchange, or of a part of it, was"
              + " handled by an error handler (onException with handled=true, a dead letter"
              + " channel). Set it when that error handler saves the entries. Otherwise such a"
              + " batch is released and tried again.")
  private boolean acknowledgeHandled;

  @UriParam(
      label = "consumer",
      defaultValue = "0",
      description =
          "How many times a batch is delivered without acknowledgement before its entries move to"
              + " the deadLetterQueue; 0: without limit.")
  private int maxDeliveries;

  @UriParam(
      label = "consumer",
      description =
          "The key of the list to which the entries of a batch move after maxDeliveries deliveries."
              + " In a Redis Cluster it must have the hash slot of the list, such as {orders}:dead"
              + " for orders.")
  private @Nullable String deadLetterQueue;

  @UriParam(
      label = "consumer",
      defaultValue = "1",
      description = "How many batches this consumer processes at a time.")
  private int concurrentConsumers = 1;

  @UriParam(
      label = "advanced",
      defaultValue = "10000",
      javaType = "java.time.Duration",
      description = "How long one call to Redis may take.")
  private long timeout = 10_000;

  public @Nullable RedisSource getRedis() {
    return redis;
  }

  public void setRedis(RedisSource redis) {
    this.redis = redis;
  }

  public @Nullable String getUrl() {
    return url;
  }

  public void setUrl(@Nullable String url) {
    this.url = url;
  }

  public @Nullable SSLContextParameters getSslContextParameters() {
    return sslContextParameters;
  }

  public void setSslContextParameters(@Nullable SSLContextParameters sslContextParameters) {
    this.sslContextParameters = sslContextParameters;
  }

  public int getBatchMaxSize() {
    return batchMaxSize;
  }

  public void setBatchMaxSize(int batchMaxSize) {
    this.batchMaxSize = batchMaxSize;
  }

  public long getBatchMaxBytes() {
    return batchMaxBytes;
  }

  public void setBatchMaxBytes(long batchMaxBytes) {
    this.batchMaxBytes = batchMaxBytes;
  }

  public long getBatchMaxAge() {
    return batchMaxAge;
  }

  public void setBatchMaxAge(long batchMaxAge) {
    this.batchMaxAge = batchMaxAge;
  }

  public long getLease() {
    return lease;
  }

  public void setLease(long lease) {
    this.lease = lease;
  }

  public long getReleaseDelay() {
    return releaseDelay;
  }

  public void setReleaseDelay(long releaseDelay) {
    this.releaseDelay = releaseDelay;
  }

  public boolean isAcknowledgeHandled() {
    return acknowledgeHandled;
  }

  public void setAcknowledgeHandled(boolean acknowledgeHandled) {
    this.acknowledgeHandled = acknowledgeHandled;
  }

  public int getMaxDeliveries() {
    return maxDeliveries;
  }

  public void setMaxDeliveries(int maxDeliveries) {
    this.maxDeliveries = maxDeliveries;
  }

  public @Nullable String getDeadLetterQueue() {
    return deadLetterQueue;
  }

  public void setDeadLetterQueue(@Nullable String deadLetterQueue) {
    this.deadLetterQueue = deadLetterQueue;
  }

  public int getConcurrentConsumers() {
    return concurrentConsumers;
  }

  public void setConcurrentConsumers(int concurrentConsumers) {
    this.concurrentConsumers = concurrentConsumers;
  }

  public long getTimeout() {
    return timeout;
  }

  public void setTimeout(long timeout) {
    this.timeout = timeout;
  }

  /** Throws {@link IllegalArgumentException} naming the option that cannot be used. */
  void validate() {
    atLeast("batchMaxSize", batchMaxSize, 1);
    atLeast("batchMaxBytes", batchMaxBytes, 1);
    atLeast("batchMaxAge", batchMaxAge, 0);
    atLeast("lease", lease, 300);
    atLeast("releaseDelay", releaseDelay, 0);
    atLeast("maxDeliveries", maxDeliveries, 0);
    atLeast("concurrentConsumers", concurrentConsumers, 1);
    atLeast("timeout", timeout, 1);
    if ((redis == null) == (url == null)) {
      throw new IllegalArgumentException(
          "redis-queue needs one of redis (a connection bean) and url (the address of Redis), not "
              + (redis == null ? "none" : "both"));
    }
    if ((maxDeliveries == 0) != (deadLetterQueue == null)) {
      throw new IllegalArgumentException(
          "redis-queue: maxDeliveries and deadLetterQueue belong together, but maxDeliveries is "
              + maxDeliveries
              + " and deadLetterQueue is "
              + deadLetterQueue);
    }
    if (sslContextParameters != null && !isTls()) {
      throw new IllegalArgumentException(
          "redis-queue: sslContextParameters needs a url that begins with rediss:");
    }
  }

  /** Whether {@code url} asks for TLS. */
  boolean isTls() {
    return url != null && url.startsWith("rediss");
  }

  RedisQueueConfiguration copy() {
    try {
      return (RedisQueueConfiguration) clone();
    } catch (CloneNotSupportedException e) {
      throw new RuntimeCamelException(e);
    }
  }

  private static void atLeast(String option, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "redis-queue: " + option + " is " + value + ", wanted is " + least + " or more");
    }
  }
}
