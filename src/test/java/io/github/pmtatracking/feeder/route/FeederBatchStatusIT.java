package io.github.pmtatracking.feeder.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.demo.IngestReply;
import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.feeder.deadletter.DeadLetters;
import io.github.pmtatracking.feeder.status.BatchStatusPoller;
import io.github.pmtatracking.process.FlowLog;
import io.github.pmtatracking.process.FlowProcess;
import io.github.pmtatracking.process.StartFailedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads whose batch status is not known yet. */
class FeederBatchStatusIT extends FeederHarness {
  @Test
  void anUploadWhoseStatusIsNeverAvailableIsDroppedInTheEnd() throws Exception {
    api.answerStatus(500);
    FlowProcess process =
        feeder("feeder.batch-status.delay", "100ms", "feeder.batch-status.max-age", "1s");
    FeederCounters counters = counters(process);

    push(entries(0, 5));
    await().until(() -> exists("{trk_queue}:verdicts") && exists("{trk_queue}:kept"));

    await().until(() -> !exists("{trk_queue}:verdicts"));
    assertTrue(!exists("{trk_queue}:kept"));
    assertEquals(
        "0", new String(redis.queue().get().get(bytes("{trk_queue}:kept-bytes")).get(), UTF_8));
    await().until(() -> counters.batchesAbandoned() == 1);
    assertEquals(5, api.lines().size(), "and not sent again");
  }

  @Test
  void anEndpointThatRecoversInTimeStillReturnsTheStatus() throws Exception {
    api.answerStatus(500);
    FlowProcess process = feeder("feeder.batch-status.delay", "100ms");
    FeederCounters counters = counters(process);
    push(entries(0, 5));
    await().until(() -> exists("{trk_queue}:verdicts"));

    api.answerStatus(200);

    await().until(() -> counters.eventsSucceeded() == 5);
    await().until(() -> !exists("{trk_queue}:verdicts"));
    assertEquals(0, counters.batchesAbandoned());
  }

  @Test
  void failedEventsBecomeDeadLettersWithTheApisReasonAndCanBeReplayed() throws Exception {
    setStatusOfAll(3, 2, "validation");
    api.answerFailures(
        gzip(failedLine("1", "rcpt_to \\u001b[31m is no address") + failedLine("4", "too old")));
    FeederCounters counters = counters(feeder("feeder.batch-status.delay", "100ms"));

    push(entries(0, 5));

    await().until(() -> counters.eventsFailed() == 2);
    await().until(() -> !exists("{trk_queue}:verdicts"));
    assertEquals(Set.of("1", "4"), deadIds());
    assertEquals(Set.of("rejected"), reasons());
    DeadLetter letter = dead().get(0);
    assertTrue(letter.detail().contains("validation: rcpt_to \\u001b[31m is no"), letter.detail());
    assertTrue(letter.detail().contains(api.batches().get(0)), letter.detail());
    assertEquals(3, counters.eventsSucceeded());
    assertEquals(1, counters.batchesFailed());

    setStatusOfAll(2, 0, null);
    deadLetters().process(any -> DeadLetters.Action.REPLAY);

    await().until(() -> api.lines().size() == 7);
    assertEquals(List.of("1", "4"), api.ids().subList(5, 7).stream().sorted().toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"event_id\":\"1\",\"message\":\"bad\"}]",
        "{\"results\":[{\"event\":{\"msys\":{\"track_event\":{\"event_id\":1}}},\"errors\":[\"bad\"]}]}",
        "{\n \"failures\": [\n {\"event_id\": \"1\", \"error\": {\"code\": 7}}\n ]\n}\n"
      })
  void theListOfFailedEventsIsReadInOtherFormatsToo(String list) throws Exception {
    setStatusOfAll(4, 1, "validation");
    api.answerFailures(IngestReply.json(200, list));
    FeederCounters counters = counters(feeder("feeder.batch-status.delay", "100ms"));

    push(entries(0, 5));

    await().until(() -> counters.eventsFailed() == 1);
    assertEquals(Set.of("1"), deadIds());
  }

  @Test
  void withoutTheListAllEventsOfTheBatchBecomeDeadLetters() throws Exception {
    setStatusOfAll(3, 2, "validation");
    FeederCounters counters = counters(feeder("feeder.batch-status.delay", "100ms"));

    push(entries(0, 5));

    await().until(() -> counters.eventsFailed() == 2);
    assertEquals(ids(0, 5), deadIds());
    assertTrue(dead().get(0).detail().contains("404"), dead().get(0).detail());
    await().until(() -> !exists("{trk_queue}:kept"));
  }

  @Test
  void whenTheListStaysUnavailableAllEventsBecomeDeadLetters() throws Exception {
    setStatusOfAll(3, 2, "validation");
    api.answerFailures(IngestReply.error(503, "busy"));
    FeederCounters counters = counters(feeder("feeder.batch-status.delay", "100ms"));

    push(entries(0, 5));

    await().until(() -> counters.eventsFailed() == 2);
    assertEquals(ids(0, 5), deadIds());
  }

  @Test
  void afterAListThatIsTooLargeOrNamesTooFewAllEventsBecomeDeadLetters() throws Exception {
    setStatusOfAll(3, 2, "validation");
    api.answerFailures(gzip(" ".repeat(50_000_000)));
    FeederCounters counters = counters(feeder("feeder.batch-status.delay", "100ms"));
    push(entries(0, 5));
    await().until(() -> counters.eventsFailed() == 2);
    assertEquals(ids(0, 5), deadIds());

    api.answerFailures(gzip(failedLine("7", "bad")));
    push(entries(5, 10));

    await().until(() -> counters.eventsFailed() == 4);
    assertEquals(ids(0, 10), deadIds());
    assertTrue(dead().get(9).detail().contains("names 1 of 2"), dead().get(9).detail());
  }

  @Test
  void allEventsOfABatchThatTheApiCannotDecompressBecomeDeadLettersAndAreCounted()
      throws Exception {
    setStatusOfAll(0, 0, "decompression");
    FeederCounters counters = counters(feeder("feeder.batch-status.delay", "100ms"));

    push(entries(0, 5));

    await().until(() -> counters.eventsFailed() == 5);
    assertEquals(ids(0, 5), deadIds());
    assertTrue(dead().get(0).detail().contains("decompression"), dead().get(0).detail());
    assertEquals(1, counters.batchesFailed());
    await().until(() -> !exists("{trk_queue}:verdicts"));
  }

  @Test
  void aKeyThatMayNotReadStatusesIsReportedOnceAndNoUploadIsKept() throws Exception {
    api.answerStatus(403);
    try (FlowLog log = FlowLog.start()) {
      BatchStatusPoller verdicts = verdicts(feeder("feeder.batch-status.delay", "100ms"));
      push(entries(0, 5));
      await().until(verdicts::isForbidden);

      push(entries(5, 10));

      await().until(() -> api.lines().size() == 10);
      await().until(() -> !exists("{trk_queue}:kept") && !exists("{trk_queue}:verdicts"));
      assertTrue(log.text().contains("Events Search: Read-only"), log.text());
      assertTrue(log.text().contains("feeder.batch-status.delay=0"), log.text());
      assertEquals(1, log.text().split("Events Search", -1).length - 1, log.text());
    }
  }

  private void setStatusOfAll(int succeeded, int failed, @Nullable String error) {
    api.setStatusOfAll(
        String.format(
            "{\"batch_id\":\"%%s\",\"error_type\":%s,\"number_succeeded\":%d,"
                + "\"number_duplicates\":0,\"number_failed\":%d,\"retryable\":false}",
            error == null ? "null" : "\"" + error + "\"", succeeded, failed));
  }

  private static String failedLine(String id, String error) {
    return "{\"msys\":{\"track_event\":{\"event_id\":\""
        + id
        + "\",\"type\":\"click\"}},\"error\":\""
        + error
        + "\"}\n";
  }

  private static IngestReply gzip(String text) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes(text));
    }
    return new IngestReply(
        200, Map.of("Content-Type", "application/gzip"), compressed.toByteArray(), 0);
  }

  private Set<String> deadIds() {
    return dead().stream().map(DeadLetter::id).collect(toSet());
  }

  private Set<String> reasons() {
    return dead().stream().map(DeadLetter::reason).collect(toSet());
  }

  private static BatchStatusPoller verdicts(FlowProcess process) {
    return process
        .camelContext()
        .getRegistry()
        .lookupByNameAndType("batchStatusPoller", BatchStatusPoller.class);
  }

  @Test
  void aMaxAgeBelowTheDelayIsRefused() {
    StartFailedException e =
        assertThrows(
            StartFailedException.class,
            () -> feeder("feeder.batch-status.delay", "2h", "feeder.batch-status.max-age", "1h"));

    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("feeder.batch-status.max-age = \"1h\""), message);
    assertTrue(message.contains("feeder.batch-status.delay = \"2h\""), message);
  }

  private boolean exists(String key) throws Exception {
    return redis.queue().get().exists(bytes(key)).get() > 0;
  }
}
