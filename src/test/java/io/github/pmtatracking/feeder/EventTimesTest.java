package io.github.pmtatracking.feeder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.feeder.deadletter.DeadLetters;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Three clocks and the times of events. Redis takes no dead letter here. */
class EventTimesTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final FeederCounters counters = new FeederCounters();
  private final PausedState hold = new PausedState();
  private Instant own = NOW;
  private @Nullable Instant redis = NOW;
  private @Nullable Instant api = NOW;
  private boolean apiAnswers = true;

  private final EventTimes times =
      new EventTimes(
          new DeadLetterWriter(
              new DeadLetters(
                  () -> {
                    throw new RedisException("set aside");
                  },
                  "q",
                  Duration.ofSeconds(1)),
              counters),
          hold,
          () -> redis,
          () -> {
            if (!apiAnswers) {
              throw new IOException("refused");
            }
            return api;
          },
          new FeederOptions(
              1_000_000,
              3,
              Duration.ofHours(24),
              20,
              Duration.ofMinutes(5),
              Duration.ZERO,
              HOUR,
              0),
          () -> own);

  @Test
  void anEventIsGoodUpToADayBehindAndTenMinutesAhead() {
    EventTimes.Batch batch = times.batch();

    assertNull(batch.fault(at(Duration.ofMinutes(10))));
    assertEquals(DeadLetter.FUTURE, batch.fault(at(Duration.ofMinutes(11))));
    assertNull(batch.fault(at(Duration.ofHours(-24).plusSeconds(1))));
    assertEquals(DeadLetter.EXPIRED, batch.fault(at(Duration.ofHours(-24))));
  }

  @Test
  void millisecondsAreNamed() {
    EventTimes.Batch batch = times.batch();

    assertEquals(DeadLetter.FUTURE, batch.fault(1_795_731_568_000L));
    assertTrue(batch.detail(1_795_731_568_000L).contains("milliseconds"));
    assertTrue(batch.detail(Long.MAX_VALUE).contains("timestamp in the future"));
  }

  @Test
  void aFewExpiredEventsAreNoReasonToLookAtClocks() throws Exception {
    apiAnswers = false;
    EventTimes.Batch batch = batch(Duration.ofHours(-30), Duration.ZERO, Duration.ZERO);

    batch.confirm();

    assertNull(hold.reason());
  }

  @Test
  void mostEventsExpiredWithRightClocksAreALongOutage() throws Exception {
    batch(Duration.ofHours(-30), Duration.ofHours(-30), Duration.ZERO).confirm();

    assertNull(hold.reason());
  }

  @Test
  void ourClockIsComparedWithTheApisAndNamed() throws Exception {
    own = NOW.plus(Duration.ofHours(26));
    EventTimes.Batch batch = times.batch();
    assertEquals(DeadLetter.EXPIRED, batch.fault(at(Duration.ZERO)));

    String why = message(assertThrows(FeederPausedException.class, batch::confirm));

    assertTrue(why.contains("clocks differ by 1560 min: this machine's says 2026-11-28T14"), why);
    assertTrue(why.contains("the ingest API's Date says 2026-11-27T12:00:00Z"), why);
    assertEquals(why, hold.reason());

    own = NOW;
    batch(Duration.ofHours(-30)).confirm();
    assertNull(hold.reason());
  }

  @Test
  void aTimeAheadIsHeldWhenItIsOurClockThatIsBehind() {
    own = NOW.minus(Duration.ofHours(2));
    EventTimes.Batch batch = times.batch();
    assertEquals(DeadLetter.FUTURE, batch.fault(at(Duration.ZERO)));

    assertThrows(FeederPausedException.class, batch::confirm);
    assertNotNull(hold.reason());
  }

  @Test
  void theClockOfRedisIsComparedTooAndAloneWhenTheApiTellsNone() {
    redis = NOW.minus(Duration.ofHours(3));
    for (Instant told : new Instant[] {NOW, null}) {
      api = told;

      String why =
          message(
              assertThrows(
                  FeederPausedException.class, () -> batch(Duration.ofHours(-30)).confirm()));

      assertTrue(why.contains("the clock of Redis (TIME) says 2026-11-27T09:00:00Z"), why);
    }
  }

  @Test
  void whileTheApiDoesNotAnswerNothingIsDecided() {
    apiAnswers = false;

    assertThrows(RetryableException.class, () -> batch(Duration.ofHours(-30)).confirm());
    assertThrows(RetryableException.class, () -> batch(HOUR, Duration.ZERO).confirm());
  }

  @Test
  void eventsThatGrowTooOldBetweenTriesAreTakenOutOfTheNextPost() throws Exception {
    PendingUploads uploads = uploads(at(Duration.ofHours(-23)), at(Duration.ZERO), at(HOUR));
    times.setAsideExpired(uploads);
    assertEquals(3, uploads.head().size());
    pass(Duration.ofHours(2));

    times.setAsideExpired(uploads);

    assertEquals(2, uploads.head().size());
    DeadLetter letter = uploads.toBeSetAside().get(0);
    assertEquals("0", letter.id());
    assertEquals(DeadLetter.EXPIRED, letter.reason());
  }

  @Test
  void whenAllHaveGrownTooOldNothingIsPostedAndAllAreSetAsideBeforeTheyAreForgotten() {
    PendingUploads uploads = uploads(at(Duration.ZERO), at(HOUR));
    pass(Duration.ofHours(30));

    assertThrows(RedisException.class, () -> times.setAsideExpired(uploads));

    assertTrue(uploads.isOpen(), "Redis took nothing, so they stay");
    assertEquals(2, uploads.head().size());
  }

  @Test
  void aClockThatLeapsBetweenTriesSetsNothingAside() {
    PendingUploads uploads = uploads(at(Duration.ZERO), at(HOUR));
    own = NOW.plus(Duration.ofHours(30));

    assertThrows(FeederPausedException.class, () -> times.setAsideExpired(uploads));

    assertEquals(2, uploads.head().size());
    assertEquals(List.of(), uploads.toBeSetAside());
    assertFalse(hold.reason() == null);
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
      batch.fault(own.plus(age).getEpochSecond());
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
