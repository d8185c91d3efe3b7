package io.github.pmtatracking.feeder.retry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.feeder.FeederOptions;
import io.github.pmtatracking.feeder.TestFeederOptions;
import io.github.pmtatracking.feeder.deadletter.DeadLetterWriter;
import io.github.pmtatracking.feeder.deadletter.DeadLetters;
import io.github.pmtatracking.feeder.status.BatchStatusPoller;
import io.github.pmtatracking.feeder.status.SentBatchStore;
import io.github.pmtatracking.feeder.upload.PendingUploads;
import io.github.pmtatracking.feeder.upload.UploadWriter;
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

/**
 * When the API is wrong, not the events. Redis is unavailable here, so no dead letter is written.
 */
class IngestResponseHandlerTest {
  private static final int MAX_REFUSED = 5;
  private static final RedisSource NO_REDIS =
      () -> {
        throw new RedisException("no Redis");
      };

  private final FeederCounters counters = new FeederCounters();
  private final PausedState paused = new PausedState();
  private final IngestResponseHandler handler = handler(MAX_REFUSED);
  private final List<String> accepted = new ArrayList<>();

  @Test
  void anApiThatRefusesEveryEventPausesTheFeederWithoutDeadLetters() throws Exception {
    PendingUploads uploads = uploads(100);

    int posts = postUntilPaused(uploads, line -> false);

    assertTrue(posts < 20, posts + " posts");
    assertNotNull(paused.reason());
    assertEquals(List.of(), uploads.deadLetters());
    assertTrue(String.valueOf(paused.reason()).contains("feeder.max-refused"), paused.reason());
  }

  @Test
  void whilePausedEachAttemptPostsAnotherEventAlone() throws Exception {
    PendingUploads uploads = uploads(100);
    postUntilPaused(uploads, line -> false);
    Set<List<String>> probes = new HashSet<>();

    for (int i = 0; i < 100; i++) {
      probes.add(head(uploads));
      assertThrows(FeederPausedException.class, () -> post(uploads, line -> false));
    }

    assertTrue(probes.stream().allMatch(probe -> probe.size() == 1));
    assertTrue(probes.size() >= 99, probes.size() + " different ones");
    assertEquals(List.of(), uploads.deadLetters());
  }

  @Test
  void anApiThatRecoversAcceptsAllEventsThatItRefused() throws Exception {
    PendingUploads uploads = uploads(100);
    postUntilPaused(uploads, line -> false);
    assertThrows(FeederPausedException.class, () -> post(uploads, line -> false));

    while (uploads.isOpen()) {
      post(uploads, line -> true);
    }

    assertNull(paused.reason());
    assertEquals(lines(0, 100), Set.copyOf(accepted));
    assertEquals(100, accepted.size());
  }

  @Test
  void manyBadEventsInARowBecomeDeadLettersWhenTheApiAcceptsAProbe() throws Exception {
    PendingUploads uploads = uploads(100);
    Set<String> bad = lines(10, 40);

    postUntilDeadLettered(uploads, line -> !bad.contains(line));

    assertNull(paused.reason());
    assertEquals(30, uploads.deadLetters().size());
    assertEquals(bad, letters(uploads));
    assertEquals(0, counters.refusedInARow());
  }

  @Test
  void aBadProbeIsFoundLater() throws Exception {
    PendingUploads uploads = uploads(100);
    Set<String> bad = lines(0, 20);
    bad.addAll(lines(99, 100));
    postUntilPaused(uploads, line -> !bad.contains(line));

    postUntilDeadLettered(uploads, line -> !bad.contains(line));

    assertNull(paused.reason());
    assertEquals(79, accepted.size());
    assertEquals(List.of("99"), head(uploads));
    assertEquals(lines(0, 20), letters(uploads));
  }

  @Test
  void refusalsOfSmallBatchesAreCountedTogether() throws Exception {
    for (int i = 1; i < MAX_REFUSED; i++) {
      PendingUploads one = uploads(1);
      assertThrows(RedisException.class, () -> post(one, line -> false));
    }
    PendingUploads last = uploads(1);

    assertThrows(FeederPausedException.class, () -> post(last, line -> false));

    assertEquals(List.of("0"), head(last));
    post(last, line -> true);
    assertNull(paused.reason());
  }

  @Test
  void withoutALimitAllEventsBecomeDeadLetters() throws Exception {
    IngestResponseHandler unlimited = handler(0);
    PendingUploads uploads = uploads(100);

    assertThrows(
        RedisException.class,
        () -> {
          while (uploads.isOpen()) {
            unlimited.handle(
                uploads, 400, "Bad", null, null, "{\"errors\":[{\"message\":\"no\"}]}");
          }
        });

    assertEquals(99, uploads.deadLetters().size());
    assertNull(paused.reason());
  }

  @Test
  void retryAfterIsRespectedUpToALimitAndA429WaitsAtLeastASecond() {
    assertEquals(Duration.ofSeconds(3), asked(429, "3").retryAfter());
    assertEquals(Duration.ZERO, asked(429, "3").extraDelay());
    assertEquals(Duration.ofMinutes(5), asked(429, "999999999").retryAfter());
    assertEquals(Duration.ofMinutes(5), asked(503, "Fri, 31 Dec 9999 23:59:59 GMT").retryAfter());
    assertNull(asked(429, null).retryAfter());
    assertEquals(Duration.ofSeconds(1), asked(429, null).extraDelay());
    assertEquals(Duration.ofSeconds(1), asked(429, "1.5").extraDelay());
    assertEquals(Duration.ZERO, asked(503, null).extraDelay());
  }

  private RetryableException asked(int status, @Nullable String retryAfter) {
    return assertThrows(
        RetryableException.class,
        () -> handler.handle(uploads(1), status, "Wait", retryAfter, null, "{}"));
  }

  private IngestResponseHandler handler(int maxRefused) {
    FeederOptions options =
        TestFeederOptions.with(
            "feeder.max-refused", "" + maxRefused, "feeder.batch-status.delay", "0");
    InstantSource clock = InstantSource.system();
    LogText logText = new LogText();
    DeadLetterWriter writer =
        new DeadLetterWriter(new DeadLetters(NO_REDIS, "q", Duration.ofSeconds(1)), counters);
    return new IngestResponseHandler(
        writer,
        new BatchStatusPoller(
            new SentBatchStore(NO_REDIS, "q", Duration.ofSeconds(1)),
            writer,
            logText,
            options,
            counters,
            clock),
        paused,
        logText,
        options,
        counters,
        clock);
  }

  /** One POST to an API that accepts an upload only if all its lines are good. */
  private void post(PendingUploads uploads, Predicate<String> good) throws Exception {
    List<String> lines = head(uploads);
    if (lines.stream().allMatch(good)) {
      handler.handle(uploads, 200, "OK", null, null, "{\"results\":{\"id\":\"b\"}}");
      accepted.addAll(lines);
    } else {
      handler.handle(
          uploads, 400, "Bad Request", null, null, "{\"errors\":[{\"message\":\"no\"}]}");
    }
  }

  private int postUntilPaused(PendingUploads uploads, Predicate<String> good) throws Exception {
    for (int posts = 1; posts < 1_000; posts++) {
      try {
        post(uploads, good);
      } catch (FeederPausedException expected) {
        return posts;
      }
    }
    throw new AssertionError("never paused");
  }

  /** Posts until Redis would have to accept the dead letters. */
  private void postUntilDeadLettered(PendingUploads uploads, Predicate<String> good) {
    RedisException full =
        assertThrows(
            RedisException.class,
            () -> {
              while (uploads.isOpen()) {
                post(uploads, good);
              }
            });
    assertEquals("no Redis", full.getMessage());
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
    uploads.deadLetters().forEach(letter -> ids.add(letter.id()));
    return ids;
  }

  private static List<String> head(PendingUploads uploads) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(uploads.gzip()))) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }
}
