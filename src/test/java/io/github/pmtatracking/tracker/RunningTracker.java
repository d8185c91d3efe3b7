package io.github.pmtatracking.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.event.QueueEntry;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.process.FlowProcess;
import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.settings.HostPort;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.tracker.route.TrackerFlow;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tracker's flow in this process, on a free port of loopback, with its spool in a folder. */
public final class RunningTracker implements AutoCloseable {
  private final int port;
  private final int managementPort;
  private final FlowProcess process;

  private RunningTracker(int port, int managementPort, FlowProcess process) {
    this.port = port;
    this.managementPort = managementPort;
    this.process = process;
  }

  public static RunningTracker start(EmbeddedRedis redis, Path folder, String... keysAndValues)
      throws IOException {
    return startWithRoutes(redis, folder, null, keysAndValues);
  }

  public static RunningTracker startWithRoutes(
      EmbeddedRedis redis, Path folder, @Nullable Path routes, String... keysAndValues)
      throws IOException {
    int port = FreePort.find();
    Settings settings =
        Settings.load(null, Map.of(), Map.of())
            .with("redis.url", redis.url())
            .with("tracker.in-hostport", "127.0.0.1:" + port)
            .with("tracker.spool.folder", folder.resolve("spool").toString())
            .with("tracker.spool.drain-interval", "50ms")
            // Long, so that a busy machine does not look like a Redis that is away.
            .with("tracker.redis-timeout", "20s");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings = settings.with(keysAndValues[i], keysAndValues[i + 1]);
    }
    HostPort management = new HostPort("127.0.0.1", FreePort.find());
    FlowProcess process = new FlowProcess(settings, List.of(new TrackerFlow()), routes, management);
    process.start();
    return new RunningTracker(port, management.port(), process);
  }

  /** Where health and metrics are served. */
  public int managementPort() {
    return managementPort;
  }

  public FlowProcess process() {
    return process;
  }

  /** What it counted. */
  public TrackerCounters counters() {
    return process
        .camelContext()
        .getRegistry()
        .lookupByNameAndType("eventQueue", EventQueue.class)
        .counters();
  }

  /** How many events wait on disk. */
  public long spooledEvents() throws Exception {
    return Long.parseLong(
        metrics()
            .lines()
            .filter(line -> line.startsWith("pmta_tracker_spool_events "))
            .findFirst()
            .orElseThrow()
            .replaceFirst(".* ", "")
            .replaceFirst("\\.0$", ""));
  }

  private String metrics() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + managementPort + "/observe/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .body();
  }

  /** A connection to it. */
  public RawHttp connect() throws IOException {
    return new RawHttp(port);
  }

  /** The events in Redis, oldest first. */
  public List<TrackingEvent> events() throws Exception {
    List<TrackingEvent> events = new ArrayList<>();
    for (byte[] entry :
        process.redis().queue().get().lrange("trk_queue".getBytes(UTF_8), 0, -1).get()) {
      events.add(QueueEntry.read(entry));
    }
    return events;
  }

  /** The events in Redis, which are none from now on. */
  public List<TrackingEvent> takeEvents() throws Exception {
    List<TrackingEvent> events = events();
    process.redis().queue().get().ltrim("trk_queue".getBytes(UTF_8), events.size(), -1).get();
    return events;
  }

  @Override
  public void close() {
    process.close();
  }
}
