package io.github.pmtatracking.faults;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.github.pmtatracking.demo.IngestApi;
import io.github.pmtatracking.demo.IngestPost;
import io.github.pmtatracking.event.EventIds;
import io.github.pmtatracking.event.QueueEntry;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.link.TrackingUrl;
import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.testing.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A tracker and a feeder, each a process of its own, a redis-server that syncs each write, and a
 * stand-in for the ingest API that does as the fault of the moment says. What faults share; each
 * leaves it as it found it.
 */
final class FaultHarness implements AutoCloseable {
  static final String QUEUE = "trk_queue";

  /** How long Redis stands still, where that is measured in time. */
  static final Duration LONG = Duration.ofSeconds(10);

  /** The same for a test. */
  static final Duration SHORT = Duration.ofSeconds(1);

  private static final String DEAD = "{trk_queue}:dead";

  private final Path folder;
  private final Random random;
  private final Duration standstill;
  private final AtomicLong numbers;
  private final EventIds ids = new EventIds();
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final Arrivals arrivals = new Arrivals();
  private final EmbeddedRedis redis;
  private final IngestApi api;
  private final Service tracker;
  private final Service feeder;
  private volatile IngestApi.Manners manners = IngestPost::accept;

  /**
   * @param folder for data and logs
   * @param random says when a fault strikes
   * @param standstill how long Redis stands still
   */
  FaultHarness(Path folder, Random random, Duration standstill) throws IOException {
    this.standstill = standstill;
    this.folder = Files.createDirectories(folder);
    this.random = random;
    // numbers that no event of an earlier rig has
    this.numbers = new AtomicLong(System.currentTimeMillis() << 20);
    redis =
        opened(
            EmbeddedRedis.start(
                folder.resolve("redis"), "--appendonly", "yes", "--appendfsync", "always"));
    api = opened(IngestApi.start(0, post -> manners.answer(post), arrivals::accept));
    tracker = opened(tracker(folder.resolve("spool"), Map.of()));
    feeder = opened(feeder("feeder-1"));
    tracker.start();
    feeder.start();
  }

  Path folder() {
    return folder;
  }

  Random random() {
    return random;
  }

  EmbeddedRedis redis() {
    return redis;
  }

  Duration standstill() {
    return standstill;
  }

  IngestApi api() {
    return api;
  }

  Arrivals arrivals() {
    return arrivals;
  }

  Service tracker() {
    return tracker;
  }

  Service feeder() {
    return feeder;
  }

  /** What the API does from now on. */
  void answer(IngestApi.Manners manners) {
    this.manners = manners;
  }

  /** A tracker of its own spool folder; not started. */
  Service tracker(Path spool, Map<String, String> more) throws IOException {
    int port = FreePort.find();
    Map<String, String> environment = environment();
    environment.put("TRACKER_IN_HOSTPORT", "127.0.0.1:" + port);
    environment.put("TRACKER_SPOOL_FOLDER", spool.toString());
    environment.put("TRACKER_SPOOL_DRAIN_INTERVAL", "200ms");
    environment.putAll(more);
    return new Service(folder, environment, port, "tracker");
  }

  /** A feeder, quick to despair and to try again; not started. */
  Service feeder(String apiKey) {
    Map<String, String> environment = environment();
    environment.put("SPARKPOST_API_KEY_INGEST", apiKey);
    environment.put("SPARKPOST_HOST_INGEST", api.url());
    environment.put("FEEDER_BATCH_MAX_AGE", "200ms");
    environment.put("FEEDER_BATCH_MAX_SIZE", "100");
    environment.put("FEEDER_BATCH_LEASE", "2s");
    environment.put("FEEDER_RETRY_INITIAL_DELAY", "100ms");
    environment.put("FEEDER_RETRY_MAX_DELAY", "1s");
    environment.put("FEEDER_PAUSED_RETRY_INTERVAL", "1s");
    environment.put("FEEDER_HTTP_RESPONSE_TIMEOUT", "1s");
    return new Service(folder, environment, 0, "feeder");
  }

  /** What all our processes are started with. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("REDIS_URL", redis.url());
    environment.put("MANAGEMENT_HOSTPORT", "off");
    environment.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -Xmx256m");
    return environment;
  }

  /** Closes it with the rig. */
  <T extends AutoCloseable> T opened(T resource) {
    resources.push(resource);
    return resource;
  }

  /** People who click on links of this tracker. */
  Readers readers(Service clicked, OfferedEvents offered) {
    return new Readers(clicked.port(), 4, numbers::incrementAndGet, FaultHarness::path, offered);
  }

  private static String path(long number) {
    String base = "http://t";
    return new TrackingUrl(base)
        .encode(link(number, "reader@example.com"))
        .substring(base.length());
  }

  private static TrackingLink link(long number, String recipient) {
    return new TrackingLink(
        Action.CLICK, "http://example.com/", Arrivals.messageId(number), recipient, null, false);
  }

  /** A number that no other event has. */
  long nextNumber() {
    return numbers.incrementAndGet();
  }

  /** Queues events as the tracker would, every second one as the original's, without an id. */
  void queue(int count, OfferedEvents offered) throws IOException {
    queue(count, Instant.now().getEpochSecond(), "reader@example.com", offered);
  }

  /** Queues events of a certain time, in Unix seconds, and of a certain recipient. */
  void queue(int count, long timestamp, String recipient, OfferedEvents offered)
      throws IOException {
    List<byte[]> command = new ArrayList<>();
    List<Long> queued = new ArrayList<>();
    command.add("RPUSH".getBytes(StandardCharsets.UTF_8));
    command.add(QUEUE.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < count; i++) {
      long number = numbers.incrementAndGet();
      String id = i % 2 == 0 ? ids.next() : null;
      TrackingLink link = link(number, recipient);
      command.add(
          QueueEntry.write(new TrackingEvent(id, link, timestamp, "Mozilla/5.0", "12.34.56.78")));
      queued.add(number);
    }
    try (RedisTalk talk = new RedisTalk(redis.port())) {
      talk.say(command);
    }
    queued.forEach(offered::answered);
  }

  /** Says a command to Redis on a connection of its own. */
  Object sayToRedis(String... command) {
    return RedisTalk.once(redis.port(), command);
  }

  /** The same, after telling the password. */
  void sayToRedisAs(String password, String... command) {
    try (RedisTalk talk = new RedisTalk(redis.port())) {
      talk.say("AUTH", password);
      talk.say(command);
    } catch (IOException e) {
      throw new IllegalStateException(String.join(" ", command), e);
    }
  }

  /** Sends redis-server a signal. */
  void signalRedis(String signal) throws Exception {
    int code =
        new ProcessBuilder("kill", "-" + signal, Long.toString(redis.pid())).start().waitFor();
    if (code != 0) {
      throw new IllegalStateException("kill -" + signal + " of redis-server: " + code);
    }
  }

  /** How many dead letters there are. */
  int setAside() {
    return ((Long) sayToRedis("LLEN", DEAD)).intValue();
  }

  /** Waits until there are so many dead letters. */
  void awaitSetAside(int count) {
    await().atMost(60, SECONDS).until(() -> setAside() >= count);
  }

  /** Waits until one of the records has come. */
  void awaitRecord(Accounting accounting) {
    await().atMost(60, SECONDS).until(accounting::hasLoaded);
  }

  /** Between {@code least} and {@code most}, both included. */
  int random(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  /** Waits until everything offered has arrived, or nothing moves any more. */
  FaultResult awaitArrival(OfferedEvents offered, long faultOverNanos, int mayBeLost) {
    await()
        .atMost(60, SECONDS)
        .pollDelay(0, MILLISECONDS)
        .pollInterval(20, MILLISECONDS)
        .until(
            () -> {
              long missing =
                  offered.sure().stream().filter(number -> !arrivals.contain(number)).count();
              return missing <= mayBeLost;
            });
    return arrivals.row(offered, (System.nanoTime() - faultOverNanos) / 1e9);
  }

  /**
   * As {@link #awaitArrival(OfferedEvents, long, int)} when nothing may be lost; what is missing
   * after a minute is counted as lost.
   */
  FaultResult awaitArrival(OfferedEvents offered, long faultOverNanos) {
    try {
      return awaitArrival(offered, faultOverNanos, 0);
    } catch (org.awaitility.core.ConditionTimeoutException missing) {
      return arrivals.row(offered, (System.nanoTime() - faultOverNanos) / 1e9);
    }
  }

  /** Sets right what a fault that failed has left behind. */
  void restore() {
    answer(IngestPost::accept);
    redis.start();
    sayToRedis("CONFIG", "SET", "maxmemory", "0");
    tracker.start();
    feeder.start();
  }

  @Override
  public void close() throws Exception {
    while (!resources.isEmpty()) {
      resources.pop().close();
    }
  }
}
