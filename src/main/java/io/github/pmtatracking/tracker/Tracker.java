package io.github.pmtatracking.tracker;

import io.github.pmtatracking.address.DominantAddress;
import io.github.pmtatracking.event.EventIds;
import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.link.LinkDecoder;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.spool.Spool;
import io.github.pmtatracking.spool.SpoolUnavailableException;
import io.github.pmtatracking.time.Ticker;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Function;

/** The beans that the tracker's route names, without HTTP. Thread-safe, as all of them are. */
public final class Tracker implements AutoCloseable {
  private final TrackerCounters counters = new TrackerCounters();
  private final TrackingRequestHandler requestHandler;
  private final EventLog log;
  private final Spool spool;
  private final EventQueue queue;

  /**
   * Opens the spool, with the events that an earlier process left in it.
   *
   * @param loops the event loops that serve clients
   * @param redis the queue's Redis, for each of these loops
   * @throws BadSettingException when the spool's folder cannot be used
   */
  public Tracker(
      TrackerOptions options,
      EventLoopGroup loops,
      Function<EventLoop, RedisSource> redis,
      InstantSource clock) {
    log = new EventLog(clock);
    requestHandler =
        new TrackingRequestHandler(
            new LinkDecoder(options.maxInflatedLink()),
            new WellKnownPaths(options.healthPath()),
            options.badLink(),
            new ClientAddress(
                options.clientAddress(),
                options.trustedPeers(),
                counters,
                new DominantAddress(options.clientAddress(), clock)),
            new EventIds(),
            clock,
            counters,
            log);
    PerLoopListAppender appender =
        new PerLoopListAppender(
            loops, redis, options.queueKey(), options.redisTimeout(), options.maxInFlight());
    try {
      spool = Spool.open(options.spool());
    } catch (SpoolUnavailableException e) {
      throw new BadSettingException(String.valueOf(e.getMessage()), e);
    }
    queue = new EventQueue(appender, spool, counters, Ticker.system());
  }

  /** Makes an event and a response of each request. */
  public TrackingRequestHandler requestHandler() {
    return requestHandler;
  }

  /** Writes the log line of an event. */
  public EventLog log() {
    return log;
  }

  /** Stores events. */
  public EventQueue queue() {
    return queue;
  }

  /** What happened since the start. */
  public TrackerCounters counters() {
    return counters;
  }

  /** The events on disk. */
  public Spool spool() {
    return spool;
  }

  /** The current problems. */
  public TrackerHealth health() {
    return new TrackerHealth(queue, spool, counters);
  }

  @Override
  public void close() throws IOException {
    queue.losses().logRest();
    spool.close();
  }
}
