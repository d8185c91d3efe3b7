package io.github.pmtatracking.tracker;

import static io.github.pmtatracking.tracker.Links.link;
import static io.github.pmtatracking.tracker.Links.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.event.QueueEntry;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.testing.FreshRedis;
import io.github.pmtatracking.testing.Nginx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code etc/nginx/conf.d/server1.conf} as it is shipped, with other ports. */
class TrackersBehindNginxIT {
  private static final Path SHIPPED = Path.of("etc/nginx/conf.d/server1.conf");
  private static final String TARGET = "https://example.com/";
  private static final int READERS = 4;
  private static final int RESTARTS = 10;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  @RegisterExtension static final FreshRedis REDIS = new FreshRedis();

  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger answers = new AtomicInteger();
  private final Set<String> wrong = new ConcurrentSkipListSet<>();
  private volatile boolean stopped;
  private @TempDir Path folder;

  private TrackerProcess tracker(String name) throws IOException {
    return new TrackerProcess(
        REDIS.server().url(),
        folder.resolve(name),
        // so that a busy machine does not look like a Redis that is away
        Map.of(
            "TRACKER_REDIS_TIMEOUT", "4s", "TRACKER_REQUEST_ID_HEADER", "X-Tracking-Request-Id"));
  }

  private Nginx nginx(TrackerProcess one, TrackerProcess other) throws IOException {
    String site =
        Files.readString(SHIPPED)
            .replace("127.0.0.1:8888", "127.0.0.1:" + one.port())
            .replace("127.0.0.1:8889", "127.0.0.1:" + other.port());
    return Nginx.start(folder.resolve("nginx"), site);
  }

  @Test
  void tenRestartsOfOneTrackerAfterTheOtherLoseNoRequestAndNoEvent() throws Exception {
    List<CompletableFuture<Void>> clients = new ArrayList<>();
    try (TrackerProcess one = tracker("one").start();
        TrackerProcess other = tracker("other").start();
        Nginx nginx = nginx(one, other)) {
      try {
        for (int i = 0; i < READERS; i++) {
          clients.add(CompletableFuture.runAsync(() -> read(nginx.port())));
        }
        awaitMoreAnswers();
        for (int i = 0; i < RESTARTS; i++) {
          TrackerProcess restarted = i % 2 == 0 ? one : other;
          assertEquals(0, restarted.terminate(), restarted.readLog());
          restarted.start();
          awaitMoreAnswers();
        }
      } finally {
        stopped = true;
        clients.forEach(CompletableFuture::join);
      }

      assertEquals(Set.of(), wrong, nginx.readLog());
      await().atMost(60, SECONDS).until(() -> eventIds().size() >= answers.get());
      assertEquals(answers.get(), eventIds().size());
      assertEquals(answers.get(), numbers.get());
    }
  }

  private void awaitMoreAnswers() {
    int wanted = answers.get() + 200;
    await().atMost(60, SECONDS).until(() -> answers.get() >= wanted || !wrong.isEmpty());
  }

  private static Set<String> eventIds() throws Exception {
    Set<String> ids = new HashSet<>();
    for (byte[] entry : REDIS.commands().lrange("trk_queue".getBytes(UTF_8), 0, -1).get()) {
      TrackingEvent event = QueueEntry.read(entry);
      ids.add(event.id());
    }
    return ids;
  }

  /** Opens mails and clicks, on connections that are kept as long as nginx wants. */
  private void read(int port) {
    while (!stopped) {
      try (RawHttp http = new RawHttp(port)) {
        boolean last = false;
        while (!last && !stopped) {
          LockSupport.parkNanos(PAUSE_NANOS);
          last = request(http, numbers.incrementAndGet()).header("connection").equals("close");
        }
      } catch (IOException e) {
        wrong.add(e.toString());
      }
    }
  }

  private RawHttp.Reply request(RawHttp http, int number) throws IOException {
    boolean click = number % 2 == 0;
    String target = TARGET + number;
    TrackingLink link =
        click ? link(target) : new TrackingLink(Action.OPEN, "", "m" + number, "a@b", null, false);
    RawHttp.Reply reply = get(http, path(link), "*/*");
    boolean right =
        reply.header("server").equals("msys-http")
            && (click
                ? reply.status() == 302 && reply.header("location").equals(target)
                : reply.status() == 200 && reply.body().startsWith("GIF89a"));
    if (right) {
      answers.incrementAndGet();
    } else {
      wrong.add(number + ": " + reply);
    }
    return reply;
  }

  private static RawHttp.Reply get(RawHttp http, String path, String accept) throws IOException {
    return http.send(
            "GET "
                + path
                + " HTTP/1.1\r\nHost: track.example.com\r\nAccept: "
                + accept
                + "\r\n\r\n")
        .reply();
  }

  @Test
  void whileNoTrackerAnswersAnImageIsAPixelAndAPageTriesAgainByItself() throws Exception {
    try (TrackerProcess one = tracker("one");
        TrackerProcess other = tracker("other");
        Nginx nginx = nginx(one, other);
        RawHttp http = new RawHttp(nginx.port())) {
      RawHttp.Reply image = get(http, Links.open(), "image/avif,image/webp,*/*;q=0.8");
      assertEquals(200, image.status());
      assertEquals("image/gif", image.header("content-type"));
      assertEquals("no-cache, max-age=0", image.header("cache-control"));

      RawHttp.Reply page = get(http, Links.click(TARGET), "text/html,*/*;q=0.8");
      assertEquals(503, page.status());
      assertEquals("2", page.header("retry-after"));
      assertTrue(page.body().contains("http-equiv=\"refresh\""), page.body());

      other.start();
      RawHttp.Reply again = get(http, Links.click(TARGET), "text/html,*/*;q=0.8");
      assertEquals(302, again.status());
      assertEquals(TARGET, again.header("location"));
    }
  }
}
