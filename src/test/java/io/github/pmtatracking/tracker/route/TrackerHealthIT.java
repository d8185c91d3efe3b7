package io.github.pmtatracking.tracker.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.link.TrackingUrl;
import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.spool.Spool;
import io.github.pmtatracking.spool.SpoolOptions;
import io.github.pmtatracking.testing.Observed;
import io.github.pmtatracking.tracker.EventQueue;
import io.github.pmtatracking.tracker.PerLoopListAppender;
import io.github.pmtatracking.tracker.RawHttp;
import io.github.pmtatracking.tracker.RunningTracker;
import io.github.pmtatracking.tracker.TrackerCounters;
import io.github.pmtatracking.tracker.TrackerHealth;
import io.lettuce.core.RedisException;
import io.netty.channel.DefaultEventLoopGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health tells what is wrong; readiness takes a tracker away from clients only when it loses. */
class TrackerHealthIT {
  private static final String PATH =
      new TrackingUrl("http://t")
          .encode(new TrackingLink(Action.CLICK, "http://x/", "m", "a@b", null, false))
          .substring("http://t".length());
  private static final String[] QUICK = {"tracker.redis-timeout", "250ms", "redis.timeout", "1s"};

  private @TempDir Path folder;

  private EmbeddedRedis redis() {
    return EmbeddedRedis.start(folder.resolve("redis"));
  }

  private static void click(RunningTracker tracker) throws IOException {
    try (RawHttp http = tracker.connect()) {
      assertEquals(302, http.get(PATH).reply().status());
    }
  }

  private static void awaitHealth(Observed observed, int status, String reason) {
    await()
        .atMost(30, SECONDS)
        .untilAsserted(
            () -> {
              String reasons = observed.reasons();
              assertEquals(status, observed.health(), reasons);
              assertTrue(reasons.contains(reason), reasons);
            });
  }

  @Test
  void anUnavailableRedisIsAMatterOfHealthAndNotOfReadinessAlsoWithoutRequests() throws Exception {
    try (EmbeddedRedis redis = redis();
        RunningTracker tracker = RunningTracker.start(redis, folder, QUICK)) {
      Observed observed = new Observed(tracker.managementPort());
      awaitHealth(observed, 200, "\"UP\"");

      redis.kill();
      awaitHealth(observed, 503, "127.0.0.1:" + redis.port());
      assertEquals(200, observed.ready());
      click(tracker);
      awaitHealth(observed, 503, "1 events wait on disk");
      assertEquals(200, observed.ready());
      assertEquals(200, observed.live());

      redis.start();
      awaitHealth(observed, 200, "\"UP\"");
    }
  }

  @Test
  void nobodyWhoAsksWaitsForARedisThatHangs() throws Exception {
    try (EmbeddedRedis redis = redis();
        RunningTracker tracker = RunningTracker.start(redis, folder, "redis.timeout", "30s")) {
      Observed observed = new Observed(tracker.managementPort());
      awaitHealth(observed, 200, "\"UP\"");
      signal("STOP", redis);
      try {
        awaitHealth(observed, 503, "no answer within 2 s");
        assertEquals(200, observed.ready());
        assertEquals(200, observed.live());
        assertTrue(observed.metrics().contains("pmta_tracker_events_lost_total"));
      } finally {
        signal("CONT", redis);
      }
      awaitHealth(observed, 200, "\"UP\"");
    }
  }

  @Test
  void aReplicaThatTakesNoWritesIsTold() throws Exception {
    try (EmbeddedRedis redis = redis();
        RunningTracker tracker = RunningTracker.start(redis, folder, QUICK)) {
      tracker.process().redis().queue().get().replicaof("127.0.0.1", 1).get();
      awaitHealth(
          new Observed(tracker.managementPort()), 503, "it is a replica and accepts no writes");
    }
  }

  @Test
  void aPasswordThatIsMissingIsTold() throws Exception {
    try (EmbeddedRedis redis =
            EmbeddedRedis.start(folder.resolve("redis"), "--requirepass", "s3cret");
        RunningTracker tracker = RunningTracker.start(redis, folder, QUICK)) {
      awaitHealth(new Observed(tracker.managementPort()), 503, "NOAUTH");
    }
  }

  @Test
  void aSpoolThatFillsIsToldAndATrackerThatLosesIsNotReady() throws Exception {
    try (EmbeddedRedis redis = redis();
        RunningTracker tracker =
            RunningTracker.start(
                redis,
                folder,
                "tracker.spool.max-bytes",
                "16384",
                "tracker.redis-timeout",
                "250ms",
                "redis.timeout",
                "1s")) {
      Observed observed = new Observed(tracker.managementPort());
      redis.kill();
      while (!observed.reasons().contains("% full")) {
        click(tracker);
        assertEquals(0, tracker.counters().lost());
      }
      assertEquals(503, observed.health());
      assertEquals(200, observed.ready());

      while (tracker.counters().lost() == 0) {
        click(tracker);
      }
      assertEquals(503, observed.ready());
      assertTrue(observed.reasons().contains("1 events lost since the start"), observed.reasons());
      assertEquals(200, observed.live());

      redis.start();
      await().atMost(30, SECONDS).until(() -> tracker.counters().drained() > 0);
      assertEquals(503, observed.ready(), "the loss is not five minutes ago");
    }
  }

  @Test
  void eventsThatHaveWaitedFiveMinutesAreTold() throws Exception {
    AtomicLong now = new AtomicLong();
    SpoolOptions options = SpoolOptions.of("tracker.spool", folder.resolve("spool"), 1 << 20);
    try (Spool before = Spool.open(options)) {
      before.append("an event".getBytes(UTF_8)).get();
    }
    DefaultEventLoopGroup loops = new DefaultEventLoopGroup(1);
    try (Spool spool = Spool.open(options)) {
      PerLoopListAppender away =
          new PerLoopListAppender(
              loops,
              loop ->
                  () -> {
                    throw new RedisException("away");
                  },
              "trk_queue".getBytes(UTF_8),
              Duration.ofSeconds(1),
              1);
      TrackerCounters counters = new TrackerCounters();
      EventQueue queue = new EventQueue(away, spool, counters, now::get);
      TrackerHealth health = new TrackerHealth(queue, spool, counters);
      queue.drain();
      now.set(Duration.ofMinutes(5).toNanos() - 1);
      assertNull(health.spoolTrouble());
      now.incrementAndGet();
      assertEquals(
          "events have waited on disk (tracker.spool.folder) for 5 min and do not go to Redis",
          health.spoolTrouble());
      assertNull(health.lossTrouble());
    } finally {
      loops.shutdownGracefully(0, 0, SECONDS).sync();
    }
  }

  private static void signal(String name, EmbeddedRedis redis) throws Exception {
    assertEquals(
        0, new ProcessBuilder("kill", "-" + name, Long.toString(redis.pid())).start().waitFor());
  }
}
