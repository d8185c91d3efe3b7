package io.github.pmtatracking.tracker.http;

import static io.github.pmtatracking.tracker.Links.click;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.tracker.RawHttp;
import io.github.pmtatracking.tracker.RunningTracker;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the end of the tracker does to readers: their requests are answered, and rightly. */
class OpenConnectionsIT {
  private static final String TARGET = "https://example.com/";

  private static @TempDir Path folder;
  private static EmbeddedRedis redis;

  @BeforeAll
  static void start() throws Exception {
    redis = EmbeddedRedis.start(folder.resolve("redis"));
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void forgetEvents() throws Exception {
    try (RunningTracker tracker = RunningTracker.start(redis, folder.resolve("emptied"))) {
      tracker.takeEvents();
    }
  }

  @Test
  void whatWasSentBeforeTheEndIsAnsweredAlsoOnConnectionsThatWereNotYetAccepted() throws Exception {
    RunningTracker tracker =
        RunningTracker.start(redis, folder.resolve("sent"), "tracker.threads", "1");
    List<RawHttp> readers = new ArrayList<>();
    CountDownLatch resumed = new CountDownLatch(1);
    try {
      for (int i = 0; i < 20; i++) {
        RawHttp kept = tracker.connect();
        readers.add(kept);
        assertEquals(200, kept.get("/robots.txt").reply().status());
      }
      for (EventExecutor loop : loops(tracker)) {
        loop.execute(() -> awaitUninterruptibly(resumed));
      }
      for (int i = 0; i < 20; i++) {
        readers.add(tracker.connect());
      }
      for (RawHttp reader : readers) {
        reader.get(click(TARGET));
      }
      CompletableFuture<Void> ended = CompletableFuture.runAsync(tracker::close);
      await().atMost(20, SECONDS).until(() -> refusesConnections(tracker));
      resumed.countDown();

      for (RawHttp reader : readers) {
        RawHttp.Reply reply = reader.reply();
        assertEquals(302, reply.status());
        assertEquals(TARGET, reply.header("location"));
        assertEquals("close", reply.header("connection"));
        assertTrue(reader.isEnded());
        reader.close();
      }
      ended.join();
      assertEquals(40, eventsLeft());
    } finally {
      resumed.countDown();
      tracker.close();
    }
  }

  private static EventLoopGroup loops(RunningTracker tracker) {
    return tracker
        .process()
        .camelContext()
        .getRegistry()
        .lookupByNameAndType("trackerEventLoops", EventLoopGroup.class);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean refusesConnections(RunningTracker tracker) {
    try {
      tracker.connect().close();
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  private static int eventsLeft() throws Exception {
    try (RunningTracker next = RunningTracker.start(redis, folder.resolve("sent"))) {
      return next.takeEvents().size();
    }
  }

  @Test
  void aRequestThatIsOnlyHalfSentAtTheEndIsAnswered() throws Exception {
    RunningTracker tracker = RunningTracker.start(redis, folder.resolve("half"));
    try (RawHttp slow = tracker.connect();
        RawHttp idle = tracker.connect()) {
      slow.send("GET /robots.txt HT");
      assertEquals(200, idle.get("/robots.txt").reply().status());
      CompletableFuture<Void> ended = CompletableFuture.runAsync(tracker::close);

      assertTrue(idle.isEnded());
      slow.send("TP/1.1\r\nHost: t\r\n\r\n");
      RawHttp.Reply reply = slow.reply();
      assertEquals(200, reply.status());
      assertEquals("close", reply.header("connection"));
      slow.close();
      ended.join();
    } finally {
      tracker.close();
    }
  }

  @Test
  void aStoppedTrackerTakesNoConnections() throws Exception {
    RunningTracker tracker = RunningTracker.start(redis, folder.resolve("none"));
    RawHttp silent = tracker.connect();
    tracker.close();

    assertTrue(silent.isCut());
    assertThrows(IOException.class, tracker::connect);
  }

  @Test
  void keptConnectionsUnderLoadGetOnlyRightAnswersAndEveryAnswerIsAnEvent() throws Exception {
    for (int round = 0; round < 5; round++) {
      RunningTracker tracker = RunningTracker.start(redis, folder.resolve("load"));
      Set<String> answered = new ConcurrentSkipListSet<>();
      Set<String> wrong = new ConcurrentSkipListSet<>();
      AtomicInteger numbers = new AtomicInteger();
      List<CompletableFuture<Void>> readers = new ArrayList<>();
      try {
        for (int i = 0; i < 10; i++) {
          readers.add(
              CompletableFuture.runAsync(
                  () -> clickUntilTheEnd(tracker, numbers, answered, wrong)));
        }
        await().atMost(60, SECONDS).until(() -> answered.size() > 200);
      } finally {
        tracker.close();
      }
      readers.forEach(CompletableFuture::join);

      assertEquals(Set.of(), wrong);
      try (RunningTracker next = RunningTracker.start(redis, folder.resolve("load"))) {
        await().atMost(20, SECONDS).until(() -> next.spooledEvents() == 0);
        Set<String> kept = new TreeSet<>();
        for (TrackingEvent event : next.takeEvents()) {
          kept.add(event.link().targetUrl());
        }
        assertTrue(kept.containsAll(answered));
      }
    }
  }

  private static void clickUntilTheEnd(
      RunningTracker tracker, AtomicInteger numbers, Set<String> answered, Set<String> wrong) {
    while (true) {
      try (RawHttp http = tracker.connect()) {
        String target;
        RawHttp.Reply reply;
        do {
          target = TARGET + numbers.incrementAndGet();
          reply = http.get(click(target)).reply();
          if (reply.status() == 302 && reply.header("location").equals(target)) {
            answered.add(target);
          } else {
            wrong.add(reply.toString());
          }
        } while (!reply.header("connection").equals("close"));
      } catch (IOException cut) {
        if (refusesConnections(tracker)) {
          return;
        }
      }
    }
  }
}
