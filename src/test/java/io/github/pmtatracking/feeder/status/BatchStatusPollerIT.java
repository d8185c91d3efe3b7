package io.github.pmtatracking.feeder.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.feeder.TestFeederOptions;
import io.github.pmtatracking.feeder.deadletter.DeadLetterWriter;
import io.github.pmtatracking.feeder.deadletter.DeadLetters;
import io.github.pmtatracking.feeder.status.BatchStatusPoller.FailedBatch;
import io.github.pmtatracking.ingest.LogText;
import io.github.pmtatracking.testing.FreshRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When the status of batches is requested, hour by hour. */
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
  private BatchStatusPoller poller;

  @BeforeEach
  void create() {
    poller =
        new BatchStatusPoller(
            new SentBatchStore(REDIS.connections().queue(), "q", TIMEOUT),
            new DeadLetterWriter(
                new DeadLetters(REDIS.connections().queue(), "q", TIMEOUT), counters),
            new LogText(),
            TestFeederOptions.with("feeder.batch-status.keep-bytes", "1000000"),
            counters,
            () -> now);
  }

  @Test
  void aKeyThatMayPostButNotReadIsTriedHourlyAndNoUploadIsKeptUntilItMayRead() throws Exception {
    poller.accepted("b1", new byte[] {1});
    later(Duration.ofMinutes(6));
    assertEquals(List.of("b1"), due());
    assertEquals(List.of(), respond(403, FORBIDDEN));
    assertTrue(poller.isForbidden());
    assertTrue(exists("kept"), "the key may be completely wrong, and be corrected");

    poller.accepted("b2", new byte[] {2});
    assertFalse(exists("kept"), "the key posts, so the kept uploads are of no use");
    assertFalse(exists("verdicts"));
    later(Duration.ofMinutes(50));
    assertEquals(List.of(), due());
    later(Duration.ofMinutes(11));
    assertEquals(List.of("b2"), due());
    respond(403, FORBIDDEN);
    assertEquals(List.of(), due());

    later(Duration.ofHours(1));
    assertEquals(List.of("b2"), due());
    respond(200, String.format(SUCCESS, "b2"));
    assertFalse(poller.isForbidden());
    assertEquals(7, counters.eventsSucceeded());

    poller.accepted("b3", new byte[] {3});
    assertTrue(exists("kept"));
    later(Duration.ofMinutes(6));
    assertEquals(List.of("b3"), due());
  }

  @Test
  void aWrongKeyThatIsCorrectedStillGetsItsStatuses() throws Exception {
    poller.accepted("b1", new byte[] {1});
    later(Duration.ofMinutes(6));
    due();
    respond(401, FORBIDDEN);

    later(Duration.ofHours(1).plusMinutes(1));
    assertEquals(List.of("b1"), due());
    respond(200, String.format(SUCCESS, "b1"));

    assertEquals(7, counters.eventsSucceeded());
    assertFalse(exists("kept"));
  }

  @Test
  void aPageOfAProxyIsNotAMissingPermission() throws Exception {
    poller.accepted("b1", new byte[] {1});
    for (int status : new int[] {401, 403, 404}) {
      later(Duration.ofMinutes(6));
      assertTrue(due().contains("b1"));
      respond(status, "<html>Not here</html>");
      poller.accepted("b" + status, new byte[] {2});
    }
    assertFalse(poller.isForbidden());
    assertTrue(exists("kept"));
  }

  @Test
  void aFailingApiIsAskedAgainAfterTheDelay() throws Exception {
    poller.accepted("b1", new byte[] {1});
    for (int status : new int[] {500, 302, 429}) {
      later(Duration.ofMinutes(6));
      assertEquals(List.of("b1"), due());
      respond(status, "<html>");
    }
    assertFalse(poller.isForbidden());
    assertTrue(exists("kept"));
  }

  @Test
  void anIdThatIsNotFitForAQueryIsNotRequested() throws Exception {
    poller.accepted("b&batch_ids=c\r\n", new byte[] {1});
    poller.accepted("x".repeat(65), new byte[] {1});

    assertFalse(exists("verdicts"));
  }

  private List<PendingBatch> asked = List.of();

  private List<String> due() {
    asked = poller.due();
    return asked.stream().map(PendingBatch::batchId).toList();
  }

  private List<FailedBatch> respond(int status, String body) {
    return poller.handle(asked, status, null, body);
  }

  private void later(Duration time) {
    now = now.plus(time);
  }

  private static boolean exists(String key) throws Exception {
    return REDIS.commands().exists(("{q}:" + key).getBytes(UTF_8)).get() > 0;
  }
}
