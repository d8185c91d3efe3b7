package io.github.pmtatracking.feeder.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.feeder.FeederOptions;
import io.github.pmtatracking.feeder.TestFeederOptions;
import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.feeder.deadletter.DeadLetterWriter;
import io.github.pmtatracking.feeder.deadletter.DeadLetters;
import io.github.pmtatracking.feeder.queue.AttributeLookup;
import io.github.pmtatracking.feeder.retry.PausedState;
import io.github.pmtatracking.feeder.upload.PendingUploads;
import io.github.pmtatracking.feeder.upload.QueueProbe;
import io.github.pmtatracking.testing.FreshRedis;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IngestEventsIT {
  @RegisterExtension static final FreshRedis REDIS = new FreshRedis();

  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final FeederOptions options = TestFeederOptions.with();
  private final FeederCounters counters = new FeederCounters();
  private final PausedState paused = new PausedState();
  private final DeadLetters deadLetters =
      new DeadLetters(REDIS.connections().queue(), "q", TIMEOUT);
  private final AttributeLookup attributes =
      new AttributeLookup(REDIS.connections().attributes(), TIMEOUT);
  private final DeadLetterWriter writer = new DeadLetterWriter(deadLetters, counters);
  private final IngestEvents events =
      new IngestEvents(
          attributes,
          writer,
          new EventTimes(writer, paused, () -> NOW, () -> NOW, options, () -> NOW),
          options,
          counters,
          () -> NOW,
          paused,
          new QueueProbe(
              REDIS.connections().queue(), "q", TIMEOUT, attributes, options, () -> NOW));

  @Test
  void aLineHasTheAttributesOfItsMessage() throws Exception {
    REDIS
        .commands()
        .set(
            "msgID_m1".getBytes(UTF_8),
            "{\"rcpt\":\"real@example.com\",\"header_x-sp-subaccount-id\":\"7\"}".getBytes(UTF_8))
        .get();

    String line = lines(uploads("b", entry(1))).get(0);

    assertTrue(line.contains("\"rcpt_to\":\"real@example.com\""), line);
    assertTrue(line.contains("\"subaccount_id\":7"), line);
    assertEquals(0, counters.withoutAttributes());
  }

  @Test
  void withoutARecordALineHasTheRecipientOfTheLinkAndSubaccountZero() throws Exception {
    String line = lines(uploads("b", entry(1))).get(0);

    assertTrue(line.contains("\"rcpt_to\":\"link@example.com\""), line);
    assertTrue(line.contains("\"subaccount_id\":0"), line);
    assertEquals(1, counters.withoutAttributes());
  }

  @Test
  void linesKeepTheOrderOfTheEntriesOverSeveralLookups() throws Exception {
    byte[][] entries =
        IntStream.range(0, 2_500).mapToObj(IngestEventsIT::entry).toArray(byte[][]::new);

    List<String> lines = lines(uploads("b", entries));

    assertEquals(2_500, lines.size());
    for (int i = 0; i < lines.size(); i++) {
      assertTrue(lines.get(i).contains("\"message_id\":\"m" + i + "\""), lines.get(i));
    }
  }

  @Test
  void entriesThatCannotBePostedBecomeDeadLettersWithTheBatch() throws Exception {
    PendingUploads uploads =
        uploads("b", "nonsense".getBytes(UTF_8), entry(1), entry("x".repeat(513)));

    assertEquals(
        List.of(DeadLetter.UNREADABLE, DeadLetter.INVALID),
        uploads.deadLetters().stream().map(DeadLetter::reason).toList());
    assertEquals(1, uploads.head().size());
    assertEquals(0, deadLetters.size(), "not before the batch is done");
    assertEquals(1, counters.invalid());
  }

  @Test
  void whenNothingIsLeftToPostTheDeadLettersAreWrittenAtOnce() throws Exception {
    PendingUploads uploads = uploads("b", "nonsense".getBytes(UTF_8));

    assertFalse(uploads.isOpen());
    assertEquals(1, deadLetters.size());
  }

  @Test
  void anEntryWithoutIdGetsTheSameIdWithTheSameBatchName() throws Exception {
    byte[] original = new String(entry(1), UTF_8).replace(",\"id\":\"1\"", "").getBytes(UTF_8);

    String first = uploads("b", original).head().origins().get(0).id();

    assertEquals(first, uploads("b", original).head().origins().get(0).id());
    assertNotEquals(first, uploads("c", original).head().origins().get(0).id());
  }

  private PendingUploads uploads(String batch, byte[]... entries) throws Exception {
    return events.toUploads(Arrays.asList(entries), batch);
  }

  private static byte[] entry(int id) {
    return new String(entry("m" + id), UTF_8)
        .replaceFirst("}$", ",\"id\":\"" + id + "\"}")
        .getBytes(UTF_8);
  }

  private static byte[] entry(String messageId) {
    return ("{\"WD\":{\"act\":\"o\",\"msg_id\":\""
            + messageId
            + "\",\"rcpt\":\"link@example.com\"},\"ts\":\""
            + NOW.getEpochSecond()
            + "\",\"ua\":\"\",\"ip\":\"192.0.2.1\"}")
        .getBytes(UTF_8);
  }

  private static List<String> lines(PendingUploads uploads) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(uploads.gzip()))) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }
}
