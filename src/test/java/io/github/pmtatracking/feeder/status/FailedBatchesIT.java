package io.github.pmtatracking.feeder.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.event.QueueEntry;
import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.feeder.deadletter.DeadLetterWriter;
import io.github.pmtatracking.feeder.deadletter.DeadLetters;
import io.github.pmtatracking.feeder.status.BatchStatusPoller.FailedBatch;
import io.github.pmtatracking.ingest.LogText;
import io.github.pmtatracking.process.FlowLog;
import io.github.pmtatracking.testing.FreshRedis;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FailedBatchesIT {
  @RegisterExtension static final FreshRedis REDIS = new FreshRedis();

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final PendingBatch BATCH = new PendingBatch(NOW, "b");

  private final FeederCounters counters = new FeederCounters();
  private final DeadLetters deadLetters =
      new DeadLetters(REDIS.connections().queue(), "q", TIMEOUT);
  private final SentBatchStore store =
      new SentBatchStore(REDIS.connections().queue(), "q", TIMEOUT);
  private final FailedBatches batches =
      new FailedBatches(
          store,
          new DeadLetterWriter(deadLetters, counters),
          new LogText("secret"),
          counters,
          () -> NOW);

  @Test
  void onlyTheNamedEventsBecomeDeadLettersThatCanBeReplayed() throws Exception {
    keep(1, 2, 3);

    batches.deadLetterNamed(failed(1, ""), list("{\"event_id\":\"2\",\"error\":\"bad secret\"}"));

    DeadLetter letter = letters().get(0);
    assertEquals(1, letters().size());
    assertEquals("2", letter.id());
    assertEquals(DeadLetter.REJECTED, letter.reason());
    assertEquals("batch b: bad ***", letter.detail());
    assertEquals("m2", QueueEntry.read(letter.entry()).link().messageId());
    assertEquals(1, counters.eventsFailed());
  }

  @Test
  void allEventsBecomeDeadLettersWhenTheListNamesTooFew() throws Exception {
    keep(1, 2, 3);

    batches.deadLetterNamed(failed(2, ""), list("{\"event_id\":\"2\"}"));

    assertEquals(3, letters().size());
    assertTrue(letters().get(0).detail().endsWith("names 1 of 2"), letters().get(0).detail());
    assertEquals(2, counters.eventsFailed());
  }

  @Test
  void aListThatCannotBeReadChangesNothing() throws Exception {
    keep(1);

    assertThrows(
        IOException.class, () -> batches.deadLetterNamed(failed(1, ""), list("<html>\nno")));

    assertEquals(List.of(), letters());
  }

  @Test
  void anErrorOfTheWholeBatchIsInEachDetail() throws Exception {
    keep(1, 2);

    batches.deadLetterAll(failed(0, "decompression"), "");

    assertEquals(
        List.of("batch b: decompression", "batch b: decompression"),
        letters().stream().map(DeadLetter::detail).toList());
    assertEquals(2, counters.eventsFailed());
  }

  @Test
  void eventsOfAnUploadThatWasNotKeptAreReportedAsLost() {
    try (FlowLog log = FlowLog.start()) {
      batches.deadLetterAll(failed(5, "system"), "");

      assertTrue(log.text().contains("Events lost"), log.text());
      assertTrue(log.text().contains("batch=b"), log.text());
    }
    assertEquals(5, counters.eventsFailed());
  }

  private static FailedBatch failed(int events, String errorType) {
    return new FailedBatch(BATCH, new IngestBatchStatus(0, events, 0, errorType, false));
  }

  private void keep(int... ids) throws IOException {
    ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzipped)) {
      for (int id : ids) {
        String line =
            "{\"msys\":{\"track_event\":{\"type\":\"open\",\"event_id\":\"%d\",\"message_id\":\"m%d\","
                + "\"timestamp\":\"1\"}}}\n";
        out.write(String.format(line, id, id).getBytes(UTF_8));
      }
    }
    store.add(BATCH.name(), gzipped.toByteArray(), 0, 1_000_000);
  }

  private List<DeadLetter> letters() {
    List<DeadLetter> letters = new ArrayList<>();
    deadLetters.forEach(letters::add);
    return letters;
  }

  private static byte[] list(String json) {
    return json.getBytes(UTF_8);
  }
}
