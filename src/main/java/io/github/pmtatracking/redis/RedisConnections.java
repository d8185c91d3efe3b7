package io.github.pmtatracking.redis;

import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.settings.Settings;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of this process: to the Redis of the queue, and to the Redis with the attributes
 * of messages, which is the same one unless {@code redis.attributes.url} names another. Opening
 * does not fail when Redis is unavailable: the sources throw {@link RedisUnavailableException}
 * until it is available. Thread-safe.
 */
public final class RedisConnections implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisConnections.class);
  private static final Duration MAX_RECONNECT_DELAY = Duration.ofSeconds(1);
  private static final String EMBEDDED = "embedded";

  private final ClientResources resources =
      ClientResources.builder()
          .ioThreadPoolSize(2)
          .computationThreadPoolSize(2)
          // Lettuce would find Micrometer on the class path and measure each command; no one reads
          // that.
          .commandLatencyRecorder(CommandLatencyRecorder.disabled())
          // The default delay grows to half a minute.
          .reconnectDelay(
              Delay.exponential(Duration.ZERO, MAX_RECONNECT_DELAY, 2, TimeUnit.MILLISECONDS))
          .nettyCustomizer(new ReplyCountingHandler.Installer())
          .build();
  private final ScheduledExecutorService retries =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "redis-connect");
            thread.setDaemon(true);
            return thread;
          });
  private final @Nullable EmbeddedRedis embedded;
  private final RedisConnection queue;
  private final RedisConnection attributes;
  private final Supplier<RedisConnection> newBulk;
  private @Nullable RedisConnection bulk;
  private final PerLoopConnections onLoops;
  private final RedisWatch watch;

  /**
   * Opens the connections that {@code redis.url} and {@code redis.attributes.url} name.
   *
   * @throws io.github.pmtatracking.settings.BadSettingException when one of them is not an address
   */
  public RedisConnections(Settings settings) {
    Duration timeout = settings.duration("redis.timeout");
    int maxQueued = settings.number("redis.max-queued-commands", 1, 10_000_000);
    RedisTls tls = RedisTls.of(settings);
    boolean same = settings.text("redis.attributes.url").isEmpty();
    RedisAddress other =
        same
            ? null
            : settings.parse("redis.attributes.url", url -> RedisAddress.parse(url, timeout, tls));
    // After all that may fail: an exception would leave the server running.
    embedded = startEmbedded(settings);
    RedisAddress address =
        embedded != null
            ? RedisAddress.parse(embedded.url(), timeout, tls)
            : settings.parse("redis.url", url -> RedisAddress.parse(url, timeout, tls));
    queue =
        new RedisConnection(
            address, settings.describe("redis.url"), resources, retries, maxQueued, false);
    String setting = settings.describe(same ? "redis.url" : "redis.attributes.url");
    RedisAddress attributesAddress = other == null ? address : other;
    newBulk =
        () -> new RedisConnection(attributesAddress, setting, resources, retries, maxQueued, true);
    if (same) {
      attributes = queue;
    } else {
      attributes =
          new RedisConnection(attributesAddress, setting, resources, retries, maxQueued, false);
      attributes.open();
    }
    queue.open();
    String queueSetting = settings.describe("redis.url");
    onLoops =
        new PerLoopConnections(
            resources,
            ofLoop -> new RedisConnection(address, queueSetting, ofLoop, retries, maxQueued, true),
            queue::isConnected,
            retries);
    List<RedisProbe> probes = new ArrayList<>(List.of(queue.probe()));
    if (!same) {
      probes.add(attributes.probe());
    }
    watch = new RedisWatch(probes);
  }

  /** The connection to the Redis of {@code trk_queue}. */
  public RedisSource queue() {
    return queue;
  }

  /** Connections to the same Redis on event loops of the caller. */
  public PerLoopConnections queueOnLoops() {
    return onLoops;
  }

  /** The connection to the Redis of the {@code msgID_*} records and {@code acct_headers}. */
  public RedisSource attributes() {
    return attributes;
  }

  /**
   * A separate connection to the same Redis for {@link PipelinedCommands}: it carries nothing else,
   * unless it is a cluster. Opened by the first call.
   */
  public synchronized RedisSource bulkAttributes() {
    RedisConnection opened = bulk;
    if (opened == null) {
      opened = newBulk.get();
      opened.open();
      bulk = opened;
    }
    return opened;
  }

  /** Whether every connection is open now. */
  public boolean isConnected() {
    return queue.isConnected() && attributes.isConnected() && onLoops.areConnected();
  }

  /**
   * Why Redis could not be used when it was last probed, some seconds ago at most; null when it
   * could. Never waits.
   */
  public @Nullable String trouble() {
    return watch.trouble();
  }

  /** The addresses without passwords, for the log and the health check. */
  public String describe() {
    return attributes == queue
        ? queue.describe()
        : queue.describe() + " and " + attributes.describe();
  }

  @Override
  public synchronized void close() {
    watch.close();
    retries.shutdownNow();
    if (attributes != queue) {
      attributes.close();
    }
    onLoops.close();
    queue.close();
    if (bulk != null) {
      bulk.close();
    }
    resources.shutdown();
    if (embedded != null) {
      embedded.close();
    }
  }

  private static @Nullable EmbeddedRedis startEmbedded(Settings settings) {
    String url = settings.text("redis.url");
    if (!url.equals(EMBEDDED) && !url.startsWith(EMBEDDED + ":")) {
      return null;
    }
    String folder =
        url.equals(EMBEDDED) ? "pmta-tracking-redis" : url.substring(EMBEDDED.length() + 1);
    Path data = settings.resolve("redis.url", folder);
    EmbeddedRedis server = EmbeddedRedis.startForOwner(data, "--appendonly", "yes");
    LOG.info(
        "Embedded Redis runs; other programs of this user share it, their REDIS_URL is this url:"
            + " server={} data={} url={}",
        server.describe(),
        data.toAbsolutePath(),
        server.urlForShell());
    LOG.warn(
        "The embedded Redis is for trials only, it ends with this process; for production set"
            + " redis.url to a Redis of your own: setting={}",
        settings.describe("redis.url"));
    return server;
  }
}
