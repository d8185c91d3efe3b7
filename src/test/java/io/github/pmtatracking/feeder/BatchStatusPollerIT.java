package io.github.pmtatracking.feeder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.feeder.BatchStatusPoller.FailedBatch;
import io.github.pmtatracking.feeder.deadletter.DeadLetters;
import io.github.pmtatracking.ingest.LogText;
import io.github.pmtatracking.testing.FreshRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When verdicts are asked for, hour by hour. */
class BatchStatusPollerIT {
  @RegisterExtension static final FreshRedis REDIS = new FreshRedis();

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String FORBIDDEN =
      "{\"errors\":[{\"message\":\"Forbidden.\",\"code\":\"1001\"}]}";
  private static final String SUCCESS =
      "{\"results\":[{\"batch_id\":\"%s\",\"error_type\":null,\"number_succeeded\":7,"
          + "\"number_duplicates\":0,\"number_failed\":0}]}";

  private final FeederCounters counters = new FeederCounters();
  private Instant now = Instant.parse("2026-11-27T12:00:00Z");
  private BatchStatusPoller verdicts;

  @BeforeEach
  void create() {
    verdicts =
        new BatchStatusPoller(
            new SentBatchStore(REDIS.connections().queue(), "q", TIMEOUT),
            new DeadLetterWriter(
                new DeadLetters(REDIS.connections().queue(), "q", TIMEOUT), counters),
            new LogText(),
            new FeederOptions(
                1_000_000,
                3,
                Duration.ofHours(24),
                20,
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofHours(24),
                1_000_000),
            counters,
            () -> now);
  }

  @Test
  void aKeyThatMayPostButNotReadIsLookedAtHourlyAndKeepsNothingUntilItMayRead() throws Exception {
    verdicts.expect("b1", new byte[] {1});
    later(Duration.ofMinutes(6));
    assertEquals(List.of("b1"), due());
    assertEquals(List.of(), judge(403, FORBIDDEN));
    assertTrue(verdicts.areRefused());
    assertTrue(exists("kept"), "the key may be wrong altogether, and be put right");

    verdicts.expect("b2", new byte[] {2});
    assertFalse(exists("kept"), "it posts, so what is kept can never be judged");
    assertFalse(exists("verdicts"));
    later(Duration.ofMinutes(50));
    assertEquals(List.of(), due());
    later(Duration.ofMinutes(11));
    assertEquals(List.of("b2"), due());
    judge(403, FORBIDDEN);
    assertEquals(List.of(), due());

    later(Duration.ofHours(1));
    assertEquals(List.of("b2"), due());
    judge(200, String.format(SUCCESS, "b2"));
    assertFalse(verdicts.areRefused());
    assertEquals(7, counters.verdictsSucceeded.sum());

    verdicts.expect("b3", new byte[] {3});
    assertTrue(exists("kept"));
    later(Duration.ofMinutes(6));
    assertEquals(List.of("b3"), due());
  }

  @Test
  void aWrongKeyThatIsPutRightStillGetsItsVerdicts() throws Exception {
    verdicts.expect("b1", new byte[] {1});
    later(Duration.ofMinutes(6));
    due();
    judge(401, FORBIDDEN);

    later(Duration.ofHours(1).plusMinutes(1));
    assertEquals(List.of("b1"), due());
    judge(200, String.format(SUCCESS, "b1"));

    assertEquals(7, counters.verdictsSucceeded.sum());
    assertFalse(exists("kept"));
  }

  @Test
  void aPageOfAProxyInBetweenIsNoMissingRight() throws Exception {
    verdicts.expect("b1", new byte[] {1});
    for (int status : new int[] {401, 403, 404}) {
      later(Duration.ofMinutes(6));
      assertTrue(due().contains("b1"));
      judge(status, "<html>Not here</html>");
      verdicts.expect("b" + status, new byte[] {2});
    }
    assertFalse(verdicts.areRefused());
    assertTrue(exists("kept"));
  }

  @Test
  void aTroubledApiIsAskedAgainAfterTheDelay() throws Exception {
    verdicts.expect("b1", new byte[] {1});
    for (int status : new int[] {500, 302, 429}) {
      later(Duration.ofMinutes(6));
      assertEquals(List.of("b1"), due());
      judge(status, "<html>");
    }
    assertFalse(verdicts.areRefused());
    assertTrue(exists("kept"));
  }

  @Test
  void anIdThatIsNotFitForAQueryIsNotAskedFor() throws Exception {
    verdicts.expect("b&batch_ids=c\r\n", new byte[] {1});
    verdicts.expect("x".repeat(65), new byte[] {1});

    assertFalse(exists("verdicts"));
  }

  private List<PendingBatch> asked = List.of();

  private List<String> due() {
    asked = verdicts.due();
    return asked.stream().map(PendingBatch::batchId).toList();
  }

  private List<FailedBatch> judge(int status, String body) {
    return verdicts.judge(asked, status, null, body);
  }

  private void later(Duration time) {
    now = now.plus(time);
  }

  private static boolean exists(String key) throws Exception {
    return REDIS.commands().exists(("{q}:" + key).getBytes(UTF_8)).get() > 0;
  }
}
