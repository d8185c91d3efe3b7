package io.github.pmtatracking.feeder.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.feeder.FeederOptions;
import io.github.pmtatracking.feeder.TestFeederOptions;
import io.github.pmtatracking.feeder.deadletter.DeadLetterWriter;
import io.github.pmtatracking.feeder.deadletter.DeadLetters;
import io.github.pmtatracking.feeder.status.BatchStatusPoller;
import io.github.pmtatracking.feeder.status.SentBatchStore;
import io.github.pmtatracking.ingest.IngestHttpClient;
import io.github.pmtatracking.ingest.LogText;
import io.github.pmtatracking.ingest.TrustedAuthorities;
import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.process.FlowLog;
import io.github.pmtatracking.settings.Settings;
import io.lettuce.core.RedisException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final RedisSource NO_REDIS =
      () -> {
        throw new RedisException("no Redis");
      };

  private final FeederOptions options = TestFeederOptions.with();
  private final FeederCounters counters = new FeederCounters();
  private final PausedState paused = new PausedState();
  private final IngestHttpClient client =
      new IngestHttpClient(
          null,
          TrustedAuthorities.of(Settings.load(null, Map.of(), Map.of()), Map.of()),
          SECOND,
          SECOND,
          new LogText());
  private final RetryPolicy policy =
      new RetryPolicy(options, new Random(1), responses(), client, counters, paused, () -> NOON);

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void anUnavailableApiIsTriedAgainAfterAGrowingWait() {
    RetryPolicy.NextAttempt first = policy.afterFailure(new ConnectException("refused"), 1);
    RetryPolicy.NextAttempt later = policy.afterFailure(new ConnectException("refused"), 20);

    assertFalse(first.release());
    assertTrue(first.delay().compareTo(SECOND) <= 0, first.toString());
    assertTrue(later.delay().compareTo(Duration.ofSeconds(60)) <= 0, later.toString());
    assertTrue(first.reason().contains("ConnectException: refused"), first.reason());
    assertEquals(first.reason(), paused.lastFailure());
    assertEquals(2, counters.failuresInARow());
  }

  @Test
  void theApiIsNotTriedBeforeItsRetryAfter() {
    RetryableException tooMany = new RetryableException("429", Duration.ofSeconds(30));

    RetryPolicy.NextAttempt next = policy.afterFailure(new RuntimeException(tooMany), 1);

    assertTrue(next.delay().compareTo(Duration.ofSeconds(30)) >= 0, next.toString());
    assertTrue(next.delay().compareTo(Duration.ofSeconds(31)) <= 0, next.toString());
  }

  @Test
  void aPausedFeederWaitsForTheIntervalReleasesItsBatchAndLogsTheReason() {
    paused.pause("401 Unauthorized");
    try (FlowLog log = FlowLog.start()) {
      RetryPolicy.NextAttempt next =
          policy.afterFailure(new FeederPausedException("401 Unauthorized"), 1);

      assertEquals(Duration.ofSeconds(60), next.delay());
      assertTrue(next.release());
      assertTrue(
          log.text()
              .contains(
                  "Feeder paused, all events kept: next_attempt_s=60 reason=401 Unauthorized"),
          log.text());
    }
    assertFalse(paused.mayAttempt(NOON.plusSeconds(59)));
    assertTrue(paused.mayAttempt(NOON.plusSeconds(60)));
  }

  private IngestResponseHandler responses() {
    DeadLetterWriter writer =
        new DeadLetterWriter(new DeadLetters(NO_REDIS, "q", SECOND), counters);
    SentBatchStore store = new SentBatchStore(NO_REDIS, "q", SECOND);
    return new IngestResponseHandler(
        writer,
        new BatchStatusPoller(store, writer, new LogText(), options, counters, () -> NOON),
        paused,
        new LogText(),
        options,
        counters,
        () -> NOON);
  }
}
