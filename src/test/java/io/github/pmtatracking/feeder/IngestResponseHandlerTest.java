package io.github.pmtatracking.feeder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.feeder.deadletter.DeadLetters;
import io.github.pmtatracking.ingest.LogText;
import io.github.pmtatracking.lettuce.RedisSource;
import io.lettuce.core.RedisException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The brake: when it is not the events that are bad. Redis takes no dead letter here. */
class IngestResponseHandlerTest {
  private static final int MOST = 5;
  private static final RedisSource NO_REDIS =
      () -> {
        throw new RedisException("set aside");
      };

  private final FeederCounters counters = new FeederCounters();
  private final PausedState hold = new PausedState();
  private final IngestResponseHandler answers = answers(MOST);
  private final List<String> taken = new ArrayList<>();

  @Test
  void anApiThatRefusesEverythingIsHeldToBeWrongAndNothingIsSetAside() throws Exception {
    PendingUploads uploads = uploads(100);

    int posts = postUntilHeld(uploads, line -> false);

    assertTrue(posts < 20, posts + " posts");
    assertNotNull(hold.reason());
    assertEquals(List.of(), uploads.toBeSetAside());
    assertTrue(String.valueOf(hold.reason()).contains("feeder.max-refused"), hold.reason());
  }

  @Test
  void whileHeldEachLookPostsAnotherEventAlone() throws Exception {
    PendingUploads uploads = uploads(100);
    postUntilHeld(uploads, line -> false);
    Set<List<String>> looks = new HashSet<>();

    for (int i = 0; i < 100; i++) {
      looks.add(head(uploads));
      assertThrows(FeederPausedException.class, () -> post(uploads, line -> false));
    }

    assertTrue(looks.stream().allMatch(look -> look.size() == 1));
    assertTrue(looks.size() >= 99, looks.size() + " different ones");
    assertEquals(List.of(), uploads.toBeSetAside());
  }

  @Test
  void anApiThatIsWellAgainTakesAllThatItRefused() throws Exception {
    PendingUploads uploads = uploads(100);
    postUntilHeld(uploads, line -> false);
    assertThrows(FeederPausedException.class, () -> post(uploads, line -> false));

    while (uploads.isOpen()) {
      post(uploads, line -> true);
    }

    assertNull(hold.reason());
    assertEquals(lines(0, 100), Set.copyOf(taken));
    assertEquals(100, taken.size());
  }

  @Test
  void manyBadEventsInARowAreSetAsideWhenTheApiTakesOneFromElsewhere() throws Exception {
    PendingUploads uploads = uploads(100);
    Set<String> bad = lines(10, 40);

    postUntilSetAside(uploads, line -> !bad.contains(line));

    assertNull(hold.reason());
    assertEquals(30, uploads.toBeSetAside().size());
    assertEquals(bad, letters(uploads));
    assertEquals(0, counters.refusedInARow.get());
  }

  @Test
  void aBadEventAmongTheSamplesIsFoundOutLater() throws Exception {
    PendingUploads uploads = uploads(100);
    Set<String> bad = lines(0, 20);
    bad.addAll(lines(99, 100));
    postUntilHeld(uploads, line -> !bad.contains(line));

    postUntilSetAside(uploads, line -> !bad.contains(line));

    assertNull(hold.reason());
    assertEquals(79, taken.size());
    assertEquals(List.of("99"), head(uploads));
    assertEquals(lines(0, 20), letters(uploads));
  }

  @Test
  void smallBatchesCountTogether() throws Exception {
    for (int i = 1; i < MOST; i++) {
      PendingUploads one = uploads(1);
      assertThrows(RedisException.class, () -> post(one, line -> false));
    }
    PendingUploads last = uploads(1);

    assertThrows(FeederPausedException.class, () -> post(last, line -> false));

    assertEquals(List.of("0"), head(last));
    post(last, line -> true);
    assertNull(hold.reason());
  }

  @Test
  void withoutALimitAllIsSetAside() throws Exception {
    IngestResponseHandler unlimited = answers(0);
    PendingUploads uploads = uploads(100);

    assertThrows(
        RedisException.class,
        () -> {
          while (uploads.isOpen()) {
            unlimited.judge(uploads, 400, "Bad", null, "{\"errors\":[{\"message\":\"no\"}]}");
          }
        });

    assertEquals(99, uploads.toBeSetAside().size());
    assertNull(hold.reason());
  }

  @Test
  void aServerThatAsksToWaitIsWaitedForUpToALimitAndNeverLessThanASecond() {
    assertEquals(Duration.ofSeconds(3), asked(429, "3").after());
    assertEquals(Duration.ZERO, asked(429, "3").more());
    assertEquals(Duration.ofMinutes(5), asked(429, "999999999").after());
    assertEquals(Duration.ofMinutes(5), asked(503, "Fri, 31 Dec 9999 23:59:59 GMT").after());
    assertNull(asked(429, null).after());
    assertEquals(Duration.ofSeconds(1), asked(429, null).more());
    assertEquals(Duration.ofSeconds(1), asked(429, "1.5").more());
    assertEquals(Duration.ZERO, asked(503, null).more());
  }

  private RetryableException asked(int status, @Nullable String retryAfter) {
    return assertThrows(
        RetryableException.class,
        () -> answers.judge(uploads(1), status, "Wait", retryAfter, null, "{}"));
  }

  private IngestResponseHandler answers(int maxRefused) {
    FeederOptions options =
        new FeederOptions(
            1_000_000,
            3,
            Duration.ofHours(24),
            maxRefused,
            Duration.ofMinutes(5),
            Duration.ZERO,
            Duration.ofHours(24),
            0);
    InstantSource clock = InstantSource.system();
    LogText logText = new LogText();
    DeadLetterWriter setAside =
        new DeadLetterWriter(new DeadLetters(NO_REDIS, "q", Duration.ofSeconds(1)), counters);
    return new IngestResponseHandler(
        setAside,
        new BatchStatusPoller(
            new SentBatchStore(NO_REDIS, "q", Duration.ofSeconds(1)),
            setAside,
            logText,
            options,
            counters,
            clock),
        hold,
        logText,
        options,
        counters,
        clock);
  }

  /** One POST to an API that takes only uploads all of whose lines are good. */
  private void post(PendingUploads uploads, Predicate<String> good) throws Exception {
    List<String> lines = head(uploads);
    if (lines.stream().allMatch(good)) {
      answers.judge(uploads, 200, "OK", null, "{\"results\":{\"id\":\"b\"}}");
      taken.addAll(lines);
    } else {
      answers.judge(uploads, 400, "Bad Request", null, "{\"errors\":[{\"message\":\"no\"}]}");
    }
  }

  private int postUntilHeld(PendingUploads uploads, Predicate<String> good) throws Exception {
    for (int posts = 1; posts < 1_000; posts++) {
      try {
        post(uploads, good);
      } catch (FeederPausedException held) {
        return posts;
      }
    }
    throw new AssertionError("never held");
  }

  /** Until all is done but what Redis would have to take. */
  private void postUntilSetAside(PendingUploads uploads, Predicate<String> good) {
    RedisException full =
        assertThrows(
            RedisException.class,
            () -> {
              while (uploads.isOpen()) {
                post(uploads, good);
              }
            });
    assertEquals("set aside", full.getMessage());
  }

  private static PendingUploads uploads(int events) {
    UploadWriter writer = new UploadWriter(1_000_000, 3);
    for (int i = 0; i < events; i++) {
      writer.line().raw("" + i).raw("\n");
      writer.add("" + i, ("" + i).getBytes(UTF_8), 0, false);
    }
    return new PendingUploads(writer.finish(), List.of());
  }

  private static Set<String> lines(int from, int to) {
    Set<String> lines = new HashSet<>();
    IntStream.range(from, to).forEach(i -> lines.add("" + i));
    return lines;
  }

  private static Set<String> letters(PendingUploads uploads) {
    Set<String> ids = new HashSet<>();
    uploads.toBeSetAside().forEach(letter -> ids.add(letter.id()));
    return ids;
  }

  private static List<String> head(PendingUploads uploads) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(uploads.gzip()))) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }
}
