package io.github.pmtatracking.tracker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.link.TrackingUrl;
import io.github.pmtatracking.redis.EmbeddedRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader never pays for Redis's trouble, and his event arrives when it is over. */
class EventQueueIT {
  private static final String[] QUICK = {"tracker.redis-timeout", "250ms", "redis.timeout", "1s"};

  private @TempDir Path folder;

  @Test
  void readersAreServedWhileRedisIsAwayAndTheirEventsFollowInOrder() throws Exception {
    try (EmbeddedRedis redis = redis();
        RunningTracker tracker = RunningTracker.start(redis, folder, QUICK)) {
      click(tracker, 0, 100);
      redis.kill();
      click(tracker, 100, 600);
      redis.start();

      awaitEvents(tracker, 600);
      click(tracker, 600, 700);
      awaitEvents(tracker, 700);
      // Those of the outage in their order, whatever came between.
      List<Integer> numbers = numbers(tracker);
      assertEquals(
          IntStream.range(100, 600).boxed().toList(),
          numbers.stream().filter(n -> n >= 100 && n < 600).distinct().toList());
      assertTrue(tracker.counters().spooled() >= 500);
      assertEquals(0, tracker.counters().lost());
    }
  }

  @Test
  void readersAreServedWhileRedisStandsStill() throws Exception {
    try (EmbeddedRedis redis = redis();
        RunningTracker tracker = RunningTracker.start(redis, folder, QUICK)) {
      click(tracker, 0, 10);
      signal("STOP", redis);
      try {
        click(tracker, 10, 510);
      } finally {
        signal("CONT", redis);
      }

      awaitEvents(tracker, 510);
      assertEquals(0, tracker.counters().lost());
    }
  }

  @Test
  void atTheLimitOfEventsInFlightTheSpoolTakesOverAtOnce() throws Exception {
    try (EmbeddedRedis redis = redis();
        RunningTracker tracker =
            RunningTracker.start(
                redis,
                folder,
                "tracker.redis-timeout",
                "600s",
                "tracker.max-in-flight",
                "1",
                "redis.timeout",
                "600s")) {
      click(tracker, 0, 1);
      signal("STOP", redis);
      try (RawHttp stuck = tracker.connect()) {
        stuck.get(path(1));
        await().atMost(20, SECONDS).until(() -> tracker.counters().clicks() == 2);

        click(tracker, 2, 50);
        assertEquals(48, tracker.counters().spooled());
        signal("CONT", redis);
        assertEquals(302, stuck.reply().status());
      } finally {
        signal("CONT", redis);
      }
      awaitEvents(tracker, 50);
    }
  }

  @Test
  void aTrackerThatStartsWithoutRedisServesFromItsSpool() throws Exception {
    try (EmbeddedRedis redis = redis()) {
      redis.kill();
      try (RunningTracker tracker = RunningTracker.start(redis, folder, QUICK)) {
        click(tracker, 0, 20);
      }
      redis.start();
      // and what a tracker left on disk is moved by the next one
      try (RunningTracker tracker = RunningTracker.start(redis, folder, QUICK)) {
        awaitEvents(tracker, 20);
        assertEquals(IntStream.range(0, 20).boxed().toList(), numbers(tracker));
      }
    }
  }

  @Test
  void aRedisThatRefusesIsAsGoodAsAway() throws Exception {
    try (EmbeddedRedis redis = redis();
        RunningTracker tracker = RunningTracker.start(redis, folder, QUICK)) {
      tracker.process().redis().queue().get().configSet("maxmemory", "1").get();
      click(tracker, 0, 50);
      tracker.process().redis().queue().get().configSet("maxmemory", "0").get();

      awaitEvents(tracker, 50);
      assertEquals(50, tracker.counters().spooled());
    }
  }

  @Test
  void onlyWhatTheFullSpoolRefusesIsLostAndCounted() throws Exception {
    try (EmbeddedRedis redis = redis();
        RunningTracker tracker =
            RunningTracker.start(
                redis,
                folder,
                "tracker.spool.max-bytes",
                "8192",
                "tracker.redis-timeout",
                "250ms",
                "redis.timeout",
                "1s")) {
      redis.kill();
      click(tracker, 0, 100);
      long lost = tracker.counters().lost();
      assertTrue(lost > 0 && lost < 100, () -> lost + " lost");
      assertEquals(100, lost + tracker.counters().spooled());
      redis.start();

      awaitEvents(tracker, 100 - (int) lost);
      click(tracker, 100, 110);
      awaitEvents(tracker, 110 - (int) lost);
    }
  }

  @Test
  void anEventWithAVeryLongUserAgentFitsIntoTheSpool() throws Exception {
    try (EmbeddedRedis redis = redis();
        RunningTracker tracker =
            RunningTracker.start(
                redis,
                folder,
                "tracker.max-headers",
                "1000000",
                "tracker.redis-timeout",
                "250ms",
                "redis.timeout",
                "1s");
        RawHttp http = tracker.connect()) {
      redis.kill();
      // each of these is six octets in JSON
      String large = "User-Agent: " + "<".repeat(300_000);

      for (int i = 0; i < 2; i++) {
        assertEquals("http://x/" + i, http.get(path(i), large).reply().header("location"));
      }

      assertEquals(2, tracker.counters().spooled());
      assertEquals(0, tracker.counters().lost());
    }
  }

  /** Every click is answered with its own target. */
  private static void click(RunningTracker tracker, int from, int to) throws IOException {
    try (RawHttp http = tracker.connect()) {
      for (int i = from; i < to; i++) {
        RawHttp.Reply reply = http.get(path(i)).reply();
        assertEquals(302, reply.status());
        assertEquals("http://x/" + i, reply.header("location"));
      }
    }
  }

  private static String path(int i) {
    return new TrackingUrl("http://t")
        .encode(new TrackingLink(Action.CLICK, "http://x/" + i, "m", "a@b", null, false))
        .substring("http://t".length());
  }

  private static void awaitEvents(RunningTracker tracker, int distinct) {
    await()
        .atMost(30, SECONDS)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertEquals(
                    distinct, tracker.events().stream().map(TrackingEvent::id).distinct().count()));
  }

  private static List<Integer> numbers(RunningTracker tracker) throws Exception {
    return tracker.events().stream()
        .map(event -> Integer.valueOf(event.link().targetUrl().substring("http://x/".length())))
        .toList();
  }

  private EmbeddedRedis redis() {
    return EmbeddedRedis.start(
        folder.resolve("redis"), "--appendonly", "yes", "--appendfsync", "always");
  }

  private static void signal(String name, EmbeddedRedis redis) throws Exception {
    assertEquals(
        0, new ProcessBuilder("kill", "-" + name, Long.toString(redis.pid())).start().waitFor());
  }
}
