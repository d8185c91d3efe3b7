package io.github.pmtatracking.faults;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.github.pmtatracking.demo.IngestApi;
import io.github.pmtatracking.demo.IngestPost;
import io.github.pmtatracking.demo.IngestReply;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The ingest API misbehaves for a while. */
enum IngestTrouble implements Fault {
  EVERY_SECOND_FAILS("every second POST is answered 503") {
    @Override
    IngestReply answer(IngestPost post, int number) throws IOException {
      return number % 2 == 0 ? post.accept() : IngestReply.error(503, "Service unavailable");
    }

    /** All goes through in spite of it. */
    @Override
    void awaitEnough(FaultHarness rig, OfferedEvents offered) {
      await().atMost(60, SECONDS).until(() -> rig.arrivals().containAll(offered.sure()));
    }
  },
  SERVER_ERROR("500") {
    @Override
    IngestReply answer(IngestPost post, int number) {
      return IngestReply.error(500, "Internal error");
    }
  },
  TOO_MANY_SECONDS("429, Retry-After in seconds") {
    @Override
    IngestReply answer(IngestPost post, int number) {
      return tooMany("1");
    }
  },
  TOO_MANY_DATE("429, Retry-After a date") {
    @Override
    IngestReply answer(IngestPost post, int number) {
      return tooMany(
          DateTimeFormatter.RFC_1123_DATE_TIME.format(
              ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(1)));
    }
  },
  TOO_LARGE("413 to all above 30 events") {
    @Override
    IngestReply answer(IngestPost post, int number) throws IOException {
      return post.lines().size() > 30 ? IngestReply.error(413, "Payload too large") : post.accept();
    }

    /** All goes through in spite of it. */
    @Override
    void awaitEnough(FaultHarness rig, OfferedEvents offered) {
      await().atMost(60, SECONDS).until(() -> rig.arrivals().containAll(offered.sure()));
    }
  },
  REFUSED("401") {
    @Override
    IngestReply answer(IngestPost post, int number) {
      return IngestReply.error(401, "Unauthorized.");
    }
  },
  CUT_IN_BODY("connection cut in the middle of the upload") {
    @Override
    IngestReply answer(IngestPost post, int number) throws IOException {
      post.readSome(100);
      return IngestReply.HANG_UP;
    }
  },
  CUT_IN_ANSWER("answer cut off in its middle, after acceptance") {
    @Override
    IngestReply answer(IngestPost post, int number) {
      IngestReply reply = post.accept();
      return new IngestReply(reply.status(), reply.headers(), reply.body(), 100);
    }
  },
  ANSWER_LOST("answer lost, after acceptance") {
    @Override
    IngestReply answer(IngestPost post, int number) {
      post.accept();
      return IngestReply.HANG_UP;
    }
  },
  TOO_LATE("answer after our time-out, after acceptance") {
    @Override
    IngestReply answer(IngestPost post, int number) {
      IngestReply reply = post.accept();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_500));
      return reply;
    }
  },
  NOT_JSON("200 with a page of HTML from a proxy in between") {
    @Override
    IngestReply answer(IngestPost post, int number) {
      return new IngestReply(
          200, Map.of("Content-Type", "text/html"), "<html>Please log in</html>", 0);
    }
  },
  ONE_BAD_EVENT("400 as long as one certain event is in it") {
    @Override
    IngestReply answer(IngestPost post, int number) throws IOException {
      return refuseMarked(post);
    }

    @Override
    int toBeSetAside() {
      return 1;
    }
  },
  ALL_BAD("400 to everything") {
    @Override
    IngestReply answer(IngestPost post, int number) {
      return IngestReply.error(400, "no such schema");
    }

    /** Both senders have come to hold back, and looked again. */
    @Override
    void awaitEnough(FaultHarness rig, OfferedEvents offered) {
      await().atMost(60, SECONDS).until(() -> held(rig) >= 6);
    }

    private long held(FaultHarness rig) {
      return rig.feeder()
          .log()
          .lines()
          .filter(line -> line.contains("accepted none of the"))
          .count();
    }
  };

  /** Stands in the one event that the API does not like. */
  private static final String MARK = "not-liked@example.com";

  private static final int UPLOADS = 5;

  private final String behaviour;

  IngestTrouble(String behaviour) {
    this.behaviour = behaviour;
  }

  abstract IngestReply answer(IngestPost post, int number) throws IOException;

  /** What the trouble lasts for, besides some uploads. */
  void awaitEnough(FaultHarness rig, OfferedEvents offered) {}

  /** How many events are set aside, rightly. */
  int toBeSetAside() {
    return 0;
  }

  @Override
  public String title() {
    return "API: " + behaviour;
  }

  @Override
  public FaultResult strike(FaultHarness rig, int rounds) throws Exception {
    OfferedEvents offered = new OfferedEvents();
    AtomicInteger posts = new AtomicInteger();
    CountDownLatch seen = new CountDownLatch(UPLOADS);
    int deadBefore = rig.setAside();
    IngestApi.Manners trouble =
        post -> {
          seen.countDown();
          return answer(post, posts.incrementAndGet());
        };
    rig.answer(trouble);
    long began = System.nanoTime();
    long over;
    double lasted;
    try {
      if (toBeSetAside() > 0) {
        rig.queue(1, Instant.now().getEpochSecond(), MARK, new OfferedEvents());
      }
      rig.queue(300 * rounds, offered);
      if (!seen.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("uploads stopped:\n" + rig.feeder().log());
      }
      awaitEnough(rig, offered);
      if (toBeSetAside() > 0) {
        rig.awaitSetAside(deadBefore + toBeSetAside());
      }
    } finally {
      over = System.nanoTime();
      lasted = (over - began) / 1e9;
      rig.answer(IngestPost::accept);
    }
    FaultResult row = rig.awaitArrival(offered, over).named(title());
    return row.withSetAside(rig.setAside() - deadBefore)
        .withNote(String.format("%d uploads in %.1f s of trouble", posts.get(), lasted));
  }

  private static IngestReply tooMany(String retryAfter) {
    IngestReply reply = IngestReply.error(429, "Too many requests");
    return new IngestReply(
        reply.status(),
        Map.of("Content-Type", "application/json", "Retry-After", retryAfter),
        reply.body(),
        0);
  }

  private static IngestReply refuseMarked(IngestPost post) throws IOException {
    List<String> lines = post.lines();
    return lines.stream().anyMatch(line -> line.contains(MARK))
        ? IngestReply.error(400, "invalid data")
        : post.accept();
  }
}
