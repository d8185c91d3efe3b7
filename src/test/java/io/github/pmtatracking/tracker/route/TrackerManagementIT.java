package io.github.pmtatracking.tracker.route;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.link.TrackingUrl;
import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.tracker.Links;
import io.github.pmtatracking.tracker.RawHttp;
import io.github.pmtatracking.tracker.RunningTracker;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.spi.RouteController;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of the tracker, and what its end does to those who are being served. */
class TrackerManagementIT {
  private static final String PREFIX = "http://t";
  private static final String CLICK =
      new TrackingUrl(PREFIX)
          .encode(new TrackingLink(Action.CLICK, "http://x/", "m", "a@b", null, false))
          .substring(PREFIX.length());

  private @TempDir Path folder;

  @Test
  void countersShowAsMetricsAndInJmx() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"));
        RunningTracker tracker = RunningTracker.start(redis, folder);
        RawHttp http = tracker.connect()) {
      http.get(CLICK).reply();
      http.get(CLICK, "X-Real-Ip: x").reply();
      http.get("/bad").reply();
      http.get(Links.path(new TrackingLink(Action.OPEN, "", "m", "a".repeat(400), null, false)))
          .reply();

      String metrics = metrics(tracker);
      assertTrue(metrics.contains("\npmta_tracker_clicks_total 2.0\n"), metrics);
      assertTrue(metrics.contains("\npmta_tracker_bad_links_total 1.0\n"), metrics);
      assertTrue(metrics.contains("\npmta_tracker_bad_real_ips_total 1.0\n"), metrics);
      assertTrue(metrics.contains("\npmta_tracker_events_exceeding_bounds_total 1.0\n"), metrics);
      assertTrue(metrics.contains("\npmta_tracker_events_queued_total 2.0\n"), metrics);
      assertTrue(metrics.contains("\npmta_tracker_spool_events 0.0\n"), metrics);

      MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
      ObjectName name =
          jmx.queryNames(new ObjectName("org.apache.camel:type=counters,name=tracker,*"), null)
              .iterator()
              .next();
      assertEquals(2L, jmx.getAttribute(name, "Clicks"));
      assertEquals(1L, jmx.getAttribute(name, "EventsExceedingBounds"));
      assertEquals(0L, jmx.getAttribute(name, "EventsLost"));
    }
  }

  private static String metrics(RunningTracker tracker) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + tracker.managementPort() + "/observe/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .body();
  }

  @Test
  void aRequestThatIsInProgressAtTheEndIsAnsweredAndItsEventIsStored() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"))) {
      try (RunningTracker tracker =
              RunningTracker.start(redis, folder, "tracker.redis-timeout", "2s");
          RawHttp http = tracker.connect()) {
        suspend(redis);
        http.get(CLICK);
        await().atMost(20, SECONDS).until(() -> tracker.counters().clicks() == 1);
        tracker.close();

        RawHttp.Reply reply = http.reply();
        assertEquals(302, reply.status());
        assertEquals("close", reply.header("connection"));
      } finally {
        resume(redis);
      }
      try (RunningTracker next = RunningTracker.start(redis, folder)) {
        await().atMost(20, SECONDS).until(() -> !next.events().isEmpty());
      }
    }
  }

  @Test
  void whileAnOperatorHasSuspendedOrStoppedTheRouteClientsGet503() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"));
        RunningTracker tracker = RunningTracker.start(redis, folder)) {
      RouteController routes = tracker.process().camelContext().getRouteController();
      try (RawHttp suspended = tracker.connect();
          RawHttp stopped = tracker.connect()) {
        assertEquals(302, suspended.get(CLICK).reply().status());
        assertEquals(302, stopped.get(CLICK).reply().status());

        routes.suspendRoute("tracker");
        assertEquals(503, suspended.get(CLICK).reply().status());
        routes.stopRoute("tracker");
        assertEquals(503, stopped.get(CLICK).reply().status());
      }
      routes.startRoute("tracker");
      try (RawHttp http = tracker.connect()) {
        assertEquals(302, http.get(CLICK).reply().status());
      }
    }
  }

  private static void suspend(EmbeddedRedis redis) throws Exception {
    signal("STOP", redis);
  }

  private static void resume(EmbeddedRedis redis) throws Exception {
    signal("CONT", redis);
  }

  private static void signal(String name, EmbeddedRedis redis) throws Exception {
    assertEquals(
        0, new ProcessBuilder("kill", "-" + name, Long.toString(redis.pid())).start().waitFor());
  }
}
