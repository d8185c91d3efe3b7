package io.github.pmtatracking.component.redisqueue;

import io.github.pmtatracking.lettuce.RedisSource;
import io.lettuce.core.SslOptions;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.UUID;
import org.apache.camel.AsyncEndpoint;
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
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Use a Redis list as a reliable queue.
 *
 * <p>A consumer reserves a batch of entries under a lease, gives them to the route as one exchange
 * whose body is a {@code List<byte[]>}, and deletes them after the exchange was completed. The
 * batch of an exchange that failed, or of a consumer that died, is delivered again to any consumer
 * of the list. A producer appends to the list.
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "redis-queue",
    title = "Redis Queue",
    syntax = "redis-queue:key",
    category = {Category.CACHE, Category.MESSAGING},
    headersClass = RedisQueueConstants.class)
@ManagedResource(description = "A Redis list as a reliable queue")
public class RedisQueueEndpoint extends ScheduledPollEndpoint
    implements AsyncEndpoint, EndpointServiceLocation {
  private static final Logger LOG = LoggerFactory.getLogger(RedisQueueEndpoint.class);

  @UriPath(description = "The key of the list")
  @Metadata(required = true)
  private final String key;

  @UriParam private RedisQueueConfiguration configuration;

  // The next five have other defaults than Camel's polling endpoints. The fields tell these to the
  // component's metadata; the superclass keeps the values.
  @UriParam(
      label = "consumer,scheduler",
      javaType = "java.time.Duration",
      defaultValue = "0",
      description = "How long after the start the list is read for the first time.")
  private long initialDelay = 0;

  @UriParam(
      label = "consumer,scheduler",
      javaType = "java.time.Duration",
      defaultValue = "250",
      description = "How long the consumer waits between two reads of an empty list.")
  private long delay = 250;

  @UriParam(
      label = "consumer,scheduler",
      defaultValue = "true",
      description = "Whether the consumer reads the list again at once after a batch.")
  private boolean greedy = true;

  @UriParam(
      label = "consumer,scheduler",
      defaultValue = "8",
      description =
          "While Redis is unavailable, the consumer tries once in this many times the delay.")
  private int backoffMultiplier = 8;

  @UriParam(
      label = "consumer,scheduler",
      defaultValue = "1",
      description = "After how many failed reads in a row backoffMultiplier applies.")
  private int backoffErrorThreshold = 1;

  private final QueueCounters counters = new QueueCounters();
  private @Nullable DedicatedConnection dedicated;

  RedisQueueEndpoint(
      String uri,
      RedisQueueComponent component,
      String key,
      RedisQueueConfiguration configuration) {
    super(uri, component);
    this.key = key;
    this.configuration = configuration;
    setInitialDelay(initialDelay);
    setDelay(delay);
    setGreedy(greedy);
    setBackoffMultiplier(backoffMultiplier);
    setBackoffErrorThreshold(backoffErrorThreshold);
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

  /** The commands; throws a {@link io.lettuce.core.RedisException} while Redis is unavailable. */
  RedisClusterAsyncCommands<byte[], byte[]> redis() {
    RedisSource given = configuration.getRedis();
    return given != null ? given.get() : dedicated().get();
  }

  ReliableList reliableList() {
    return new ReliableList(
        this::redis,
        key,
        owner(),
        Duration.ofMillis(configuration.getLease()),
        Duration.ofMillis(configuration.getTimeout()),
        deadLetterPolicy());
  }

  private DeadLetterPolicy deadLetterPolicy() {
    String deadLetters = configuration.getDeadLetterQueue();
    return deadLetters == null
        ? DeadLetterPolicy.NONE
        : new DeadLetterPolicy(
            configuration.getMaxDeliveries(),
            deadLetters,
            (batch, entries) -> {
              counters.deadLettered(entries);
              LOG.warn(
                  "Batch moved to the dead letter queue, it was delivered as often as maxDeliveries"
                      + " says and not acknowledged: batch={} entries={} deliveries={} list={}"
                      + " dead_letter_queue={}",
                  batch,
                  entries,
                  configuration.getMaxDeliveries(),
                  key,
                  deadLetters);
            });
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

  @ManagedAttribute(description = "Entries in the list at the last read")
  public long getQueueLength() {
    return counters.length;
  }

  @ManagedAttribute(description = "Batches given to the route")
  public long getBatches() {
    return counters.batches.sum();
  }

  @ManagedAttribute(description = "Entries given to the route")
  public long getEntries() {
    return counters.entries.sum();
  }

  @ManagedAttribute(description = "Batches acknowledged")
  public long getBatchesAcknowledged() {
    return counters.acknowledged.sum();
  }

  @ManagedAttribute(description = "Batches released for another delivery")
  public long getBatchesReleased() {
    return counters.released.sum();
  }

  @ManagedAttribute(description = "Batches taken over: delivered before, and not acknowledged")
  public long getBatchesTakenOver() {
    return counters.takenOver.sum();
  }

  @ManagedAttribute(
      description = "Batches that another consumer took over while this one processed them")
  public long getLeasesLost() {
    return counters.leasesLost.sum();
  }

  @ManagedAttribute(description = "Batches moved to the dead letter queue")
  public long getBatchesDeadLettered() {
    return counters.batchesDeadLettered.sum();
  }

  @ManagedAttribute(description = "Entries moved to the dead letter queue")
  public long getEntriesDeadLettered() {
    return counters.entriesDeadLettered.sum();
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    synchronized (this) {
      if (dedicated != null) {
        dedicated.close();
        dedicated = null;
      }
    }
  }

  private synchronized DedicatedConnection dedicated() {
    if (dedicated == null) {
      String url = ObjectHelper.notNull(configuration.getUrl(), "url");
      dedicated =
          new DedicatedConnection(url, Duration.ofMillis(configuration.getTimeout()), sslOptions());
    }
    return dedicated;
  }

  private SslOptions sslOptions() {
    SSLContextParameters parameters = configuration.getSslContextParameters();
    return parameters == null
        ? SslOptions.create()
        : CamelTls.options(parameters, getCamelContext());
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
