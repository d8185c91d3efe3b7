package io.github.pmtatracking.component.redisqueue;

import io.github.pmtatracking.lettuce.RedisSource;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.UUID;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * Use a Redis list as a reliable queue.
 *
 * <p>A consumer reserves a batch of entries under a lease, hands them on as one exchange whose body
 * is a {@code List<byte[]>}, and deletes them after the exchange was completed. The batch of an
 * exchange that failed, or of a consumer that died, is tried again by any consumer of the list. A
 * producer appends to the list.
 */
@UriEndpoint(
    firstVersion = "4.17.0",
    scheme = "redis-queue",
    title = "Redis Queue",
    syntax = "redis-queue:key",
    category = {Category.CACHE, Category.MESSAGING},
    headersClass = RedisQueueConstants.class)
@ManagedResource(description = "A Redis list as a reliable queue")
public class RedisQueueEndpoint extends ScheduledPollEndpoint implements EndpointServiceLocation {
  @UriPath(description = "The key of the list")
  @Metadata(required = true)
  private final String key;

  @UriParam private RedisQueueConfiguration configuration;

  private final QueueCounters counters = new QueueCounters();
  private @Nullable DedicatedConnection own;

  RedisQueueEndpoint(
      String uri,
      RedisQueueComponent component,
      String key,
      RedisQueueConfiguration configuration) {
    super(uri, component);
    this.key = key;
    this.configuration = configuration;
    setInitialDelay(0);
    setDelay(250);
    setGreedy(true);
    // While Redis is away, one try in 2 s.
    setBackoffMultiplier(8);
    setBackoffErrorThreshold(1);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    configuration.validate();
    RedisQueueConsumer consumer = new RedisQueueConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  @Override
  public Producer createProducer() {
    configuration.validate();
    return new RedisQueueProducer(this);
  }

  public String getKey() {
    return key;
  }

  public RedisQueueConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(RedisQueueConfiguration configuration) {
    this.configuration = configuration;
  }

  /** The commands; throws a {@link io.lettuce.core.RedisException} while Redis is away. */
  RedisClusterAsyncCommands<byte[], byte[]> redis() {
    RedisSource given = configuration.getRedis();
    return given != null ? given.get() : own().get();
  }

  ReliableList reliableList() {
    return new ReliableList(
        this::redis,
        key,
        owner(),
        Duration.ofMillis(configuration.getLease()),
        Duration.ofMillis(configuration.getTimeout()));
  }

  QueueCounters counters() {
    return counters;
  }

  @Override
  public String getServiceUrl() {
    String url = configuration.getUrl();
    return url == null ? key : url.replaceFirst("//[^@/]*@", "//");
  }

  @Override
  public String getServiceProtocol() {
    return "redis";
  }

  @ManagedAttribute(description = "Entries in the list when a consumer last looked")
  public long getQueueLength() {
    return counters.length;
  }

  @ManagedAttribute(description = "Batches handed to the route")
  public long getBatches() {
    return counters.batches.sum();
  }

  @ManagedAttribute(description = "Entries handed to the route")
  public long getEntries() {
    return counters.entries.sum();
  }

  @ManagedAttribute(description = "Batches acknowledged")
  public long getBatchesAcknowledged() {
    return counters.acknowledged.sum();
  }

  @ManagedAttribute(description = "Batches released for another try")
  public long getBatchesReleased() {
    return counters.released.sum();
  }

  @ManagedAttribute(description = "Batches taken over from a consumer that was gone")
  public long getBatchesTakenOver() {
    return counters.takenOver.sum();
  }

  @ManagedAttribute(description = "Batches that another consumer took over from this one")
  public long getLeasesLost() {
    return counters.leasesLost.sum();
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    synchronized (this) {
      if (own != null) {
        own.close();
        own = null;
      }
    }
  }

  private synchronized DedicatedConnection own() {
    if (own == null) {
      String url = ObjectHelper.notNull(configuration.getUrl(), "url");
      own = new DedicatedConnection(url, Duration.ofMillis(configuration.getTimeout()));
    }
    return own;
  }

  private static String owner() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown";
    }
    String instance = UUID.randomUUID().toString().substring(0, 8);
    return host + ":" + ProcessHandle.current().pid() + ":" + instance;
  }
}
