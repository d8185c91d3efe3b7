package io.github.pmtatracking.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.address.ClientAddressSource;
import io.github.pmtatracking.address.DominantAddress;
import io.github.pmtatracking.event.EventIds;
import io.github.pmtatracking.link.LinkDecoder;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.spool.FsyncPolicy;
import io.github.pmtatracking.spool.Spool;
import io.github.pmtatracking.spool.SpoolOptions;
import io.github.pmtatracking.spool.SpoolUnavailableException;
import io.github.pmtatracking.tracker.http.HttpPipelineFactory;
import io.github.pmtatracking.tracker.http.TrackerHttpBinding;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * All that the tracker's routes name, built from the settings {@code tracker.*}. Thread-safe, as is
 * what it gives.
 */
public final class Tracker implements AutoCloseable {
  private static final String SPOOL = "tracker.spool";
  private static final String TRUSTED_PEERS = "tracker.trusted-peers";

  /** RFC 9110, 5.1: a token. */
  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]*");

  private static final Duration SHORTEST = Duration.ofMillis(1);

  /** How long requests that have begun may take when the process ends. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

  /** Each thread that reads links keeps a buffer of this size. */
  private static final long MOST_INFLATED = 1 << 24;

  private final TrackerCounters counters = new TrackerCounters();
  private final EventLoopGroup loops;
  private final HttpPipelineFactory manners;
  private final TrackerHttpBinding binding;
  private final TrackingRequestHandler visits;
  private final EventLog log;
  private final Spool spool;
  private final EventQueue queue;

  /**
   * Opens the spool, with what an earlier process left there.
   *
   * @param loops those that serve readers
   * @param redis the queue's Redis for each of these loops
   * @throws BadSettingException when a setting or the spool's folder cannot be used
   */
  public Tracker(
      Settings settings,
      EventLoopGroup loops,
      Function<EventLoop, Supplier<RedisClusterAsyncCommands<byte[], byte[]>>> redis,
      Clock clock) {
    this.loops = loops;
    ClientAddressSource addressSource =
        settings.parse("tracker.client-address", ClientAddressSource::parse);
    ClientAddress clientAddress =
        new ClientAddress(
            addressSource,
            settings.networks(TRUSTED_PEERS),
            settings.isDefault(TRUSTED_PEERS),
            counters,
            new DominantAddress(addressSource, clock));
    manners =
        new HttpPipelineFactory(
            settings.duration("tracker.request-timeout", SHORTEST),
            clock,
            addressSource.proxyProtocol(),
            clientAddress::isTrusted);
    binding =
        new TrackerHttpBinding(
            addressSource.header(),
            new RequestIds(requestIdHeader(settings), clientAddress::isTrusted));
    log = new EventLog(clock);
    visits =
        new TrackingRequestHandler(
            new LinkDecoder((int) settings.bytes("tracker.max-inflated-link", 256, MOST_INFLATED)),
            new WellKnownPaths(settings.parse("tracker.health-path", WellKnownPaths::healthPath)),
            BadLinkResponse.of(settings),
            clientAddress,
            new EventIds(),
            clock,
            counters,
            log);
    PerLoopListAppender pushes =
        new PerLoopListAppender(
            loops,
            redis,
            settings.required("tracking.queue").getBytes(UTF_8),
            settings.duration("tracker.redis-timeout", SHORTEST),
            settings.number("tracker.max-in-flight", 1, 1_000_000));
    spool = open(settings);
    queue = new EventQueue(pushes, spool, counters, System::nanoTime);
  }

  private static String requestIdHeader(Settings settings) {
    return settings.parse(
        "tracker.request-id-header",
        name -> {
          if (!HEADER_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("wanted the name of a header, or nothing");
          }
          return name;
        });
  }

  private static Spool open(Settings settings) {
    FsyncPolicy fsync = settings.parse(SPOOL + ".fsync", FsyncPolicy::of);
    long maxBytes = settings.bytes(SPOOL + ".max-bytes");
    try {
      return Spool.open(
          SpoolOptions.of(SPOOL, settings.path(SPOOL + ".folder"), maxBytes).withFsync(fsync));
    } catch (SpoolUnavailableException | IllegalArgumentException e) {
      throw new BadSettingException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The handlers that netty-http puts before Camel. */
  public HttpPipelineFactory manners() {
    return manners;
  }

  /** Stands between HTTP and the route. */
  public TrackerHttpBinding binding() {
    return binding;
  }

  /** Understands requests. */
  public TrackingRequestHandler visits() {
    return visits;
  }

  /** Writes the log line of an event. */
  public EventLog log() {
    return log;
  }

  /** Keeps events. */
  public EventQueue queue() {
    return queue;
  }

  /** What happened so far. */
  public TrackerCounters counters() {
    return counters;
  }

  /** What is kept on disk. */
  public Spool spool() {
    return spool;
  }

  /** What is wrong now. */
  public TrackerHealth health() {
    return new TrackerHealth(queue, spool, counters);
  }

  /**
   * Ends the connections of readers in order, before the route stops: nobody listens any more, what
   * has come is answered, and each answer ends its connection. Returns within about five seconds.
   */
  public void endConnections() {
    manners.leave();
    try {
      manners.connections().end(loops, LAST_ANSWERS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    queue.losses().tellRest();
    spool.close();
  }
}
