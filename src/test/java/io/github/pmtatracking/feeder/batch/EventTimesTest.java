package io.github.pmtatracking.feeder.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.feeder.TestFeederOptions;
import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.feeder.deadletter.DeadLetterWriter;
import io.github.pmtatracking.feeder.deadletter.DeadLetters;
import io.github.pmtatracking.feeder.retry.FeederPausedException;
import io.github.pmtatracking.feeder.retry.PausedState;
import io.github.pmtatracking.feeder.retry.RetryableException;
import io.github.pmtatracking.feeder.upload.PendingUploads;
import io.github.pmtatracking.feeder.upload.UploadWriter;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Three clocks and the times of events. Redis is unavailable here, so no dead letter is written.
 */
class EventTimesTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final FeederCounters counters = new FeederCounters();
  private final PausedState paused = new PausedState();
  private Instant own = NOW;
  private @Nullable Instant redis = NOW;
  private @Nullable Instant api = NOW;
  private boolean apiAnswers = true;

  private final EventTimes times =
      new EventTimes(
          new DeadLetterWriter(
              new DeadLetters(
                  () -> {
                    throw new RedisException("no Redis");
                  },
                  "q",
                  Duration.ofSeconds(1)),
              counters),
          paused,
          () -> redis,
          () -> {
            if (!apiAnswers) {
              throw new IOException("refused");
            }
            return api;
          },
          TestFeederOptions.with(),
          () -> own);

  @Test
  void anEventMayBeADayOldAndTenMinutesAhead() {
    EventTimes.Batch batch = times.batch();

    assertNull(batch.reason(at(Duration.ofMinutes(10))));
    assertEquals(DeadLetter.FUTURE, batch.reason(at(Duration.ofMinutes(11))));
    assertNull(batch.reason(at(Duration.ofHours(-24).plusSeconds(1))));
    assertEquals(DeadLetter.EXPIRED, batch.reason(at(Duration.ofHours(-24))));
  }

  @Test
  void theDetailNamesMilliseconds() {
    EventTimes.Batch batch = times.batch();

    assertEquals(DeadLetter.FUTURE, batch.reason(1_795_731_568_000L));
    assertTrue(batch.detail(1_795_731_568_000L).contains("milliseconds"));
    assertTrue(batch.detail(Long.MAX_VALUE).contains("timestamp in the future"));
  }

  @Test
  void aFewExpiredEventsDoNotNeedAComparisonOfClocks() throws Exception {
    apiAnswers = false;
    EventTimes.Batch batch = batch(Duration.ofHours(-30), Duration.ZERO, Duration.ZERO);

    batch.checkClocks();

    assertNull(paused.reason());
  }

  @Test
  void expiredEventsWithCorrectClocksBecomeDeadLetters() throws Exception {
    batch(Duration.ofHours(-30), Duration.ofHours(-30), Duration.ZERO).checkClocks();

    assertNull(paused.reason());
  }

  @Test
  void ourClockIsComparedWithThatOfTheApi() throws Exception {
    own = NOW.plus(Duration.ofHours(26));
    EventTimes.Batch batch = times.batch();
    assertEquals(DeadLetter.EXPIRED, batch.reason(at(Duration.ZERO)));

    String why = message(assertThrows(FeederPausedException.class, batch::checkClocks));

    assertTrue(why.contains("clocks differ by 1560 min: this machine's says 2026-11-28T14"), why);
    assertTrue(why.contains("the ingest API's Date says 2026-11-27T12:00:00Z"), why);
    assertEquals(why, paused.reason());

    own = NOW;
    batch(Duration.ofHours(-30)).checkClocks();
    assertNull(paused.reason());
  }

  @Test
  void anEventInTheFutureIsKeptWhenOurClockIsBehind() {
    own = NOW.minus(Duration.ofHours(2));
    EventTimes.Batch batch = times.batch();
    assertEquals(DeadLetter.FUTURE, batch.reason(at(Duration.ZERO)));

    assertThrows(FeederPausedException.class, batch::checkClocks);
    assertNotNull(paused.reason());
  }

  @Test
  void theClockOfRedisIsComparedTooAlsoWhenTheApiHasNone() {
    redis = NOW.minus(Duration.ofHours(3));
    for (Instant apiTime : new Instant[] {NOW, null}) {
      api = apiTime;

      String why =
          message(
              assertThrows(
                  FeederPausedException.class, () -> batch(Duration.ofHours(-30)).checkClocks()));

      assertTrue(why.contains("the clock of Redis (TIME) says 2026-11-27T09:00:00Z"), why);
    }
  }

  @Test
  void whileTheApiDoesNotAnswerNoEventBecomesADeadLetter() {
    apiAnswers = false;

    assertThrows(RetryableException.class, () -> batch(Duration.ofHours(-30)).checkClocks());
    assertThrows(RetryableException.class, () -> batch(HOUR, Duration.ZERO).checkClocks());
  }

  @Test
  void eventsThatBecomeTooOldBetweenAttemptsLeaveTheNextPost() throws Exception {
    PendingUploads uploads = uploads(at(Duration.ofHours(-23)), at(Duration.ZERO), at(HOUR));
    times.removeExpired(uploads);
    assertEquals(3, uploads.head().size());
    pass(Duration.ofHours(2));

    times.removeExpired(uploads);

    assertEquals(2, uploads.head().size());
    DeadLetter letter = uploads.deadLetters().get(0);
    assertEquals("0", letter.id());
    assertEquals(DeadLetter.EXPIRED, letter.reason());
  }

  @Test
  void whenAllEventsAreTooOldTheyStayUntilRedisHasTheirDeadLetters() {
    PendingUploads uploads = uploads(at(Duration.ZERO), at(HOUR));
    pass(Duration.ofHours(30));

    assertThrows(RedisException.class, () -> times.removeExpired(uploads));

    assertTrue(uploads.isOpen(), "Redis has no dead letters, so the events stay");
    assertEquals(2, uploads.head().size());
  }

  @Test
  void aClockThatLeapsBetweenAttemptsMakesNoDeadLetters() {
    PendingUploads uploads = uploads(at(Duration.ZERO), at(HOUR));
    own = NOW.plus(Duration.ofHours(30));

    assertThrows(FeederPausedException.class, () -> times.removeExpired(uploads));

    assertEquals(2, uploads.head().size());
    assertEquals(List.of(), uploads.deadLetters());
    assertFalse(paused.reason() == null);
  }

  private void pass(Duration time) {
    own = NOW.plus(time);
    redis = own;
    api = own;
  }

  private static long at(Duration fromNow) {
    return NOW.plus(fromNow).getEpochSecond();
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }

  private EventTimes.Batch batch(Duration... ages) {
    EventTimes.Batch batch = times.batch();
    for (Duration age : ages) {
      batch.reason(own.plus(age).getEpochSecond());
    }
    return batch;
  }

  private static PendingUploads uploads(long... timestamps) {
    UploadWriter writer = new UploadWriter(1_000_000, 3);
    for (int i = 0; i < timestamps.length; i++) {
      writer.line().raw("" + i).raw("\n");
      writer.add("" + i, ("" + i).getBytes(UTF_8), timestamps[i], false);
    }
    return new PendingUploads(writer.finish(), List.of());
  }
}
