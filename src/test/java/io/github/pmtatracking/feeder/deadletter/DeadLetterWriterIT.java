package io.github.pmtatracking.feeder.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.process.FlowLog;
import io.github.pmtatracking.testing.FreshRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadLetterWriterIT {
  @RegisterExtension static final FreshRedis REDIS = new FreshRedis();

  private final FeederCounters counters = new FeederCounters();
  private final DeadLetters deadLetters =
      new DeadLetters(REDIS.connections().queue(), "q", Duration.ofSeconds(10));
  private final DeadLetterWriter writer = new DeadLetterWriter(deadLetters, counters);

  @Test
  void aWriteIsCountedAndLoggedInOneLine() {
    try (FlowLog log = FlowLog.start()) {
      writer.write(List.of(letter("1", DeadLetter.EXPIRED), letter("2", DeadLetter.REFUSED)));

      assertEquals(1, log.text().lines().count());
      assertTrue(log.text().contains("count=2 first_id=1 first_reason=expired"), log.text());
    }
    assertEquals(2, deadLetters.size());
    assertEquals(2, counters.deadLetters());
    assertEquals(1, counters.expired());
  }

  @Test
  void unconfirmedOnesReturnToTheQueueOnce() throws Exception {
    DeadLetter good = letter("1", DeadLetter.REFUSED);
    writer.write(List.of(good, letter("2", DeadLetter.EXPIRED)), List.of(good));

    writer.requeue();
    writer.requeue();

    assertEquals(1, deadLetters.size());
    assertEquals(1, REDIS.commands().llen("q".getBytes(UTF_8)).get());
  }

  @Test
  void confirmedOnesStay() throws Exception {
    DeadLetter bad = letter("1", DeadLetter.REFUSED);
    writer.write(List.of(bad), List.of(bad));
    writer.confirm();

    writer.requeue();

    assertEquals(1, deadLetters.size());
    assertEquals(0, REDIS.commands().llen("q".getBytes(UTF_8)).get());
  }

  private static DeadLetter letter(String id, String reason) {
    return new DeadLetter(id, Instant.EPOCH, reason, "why", "{}".getBytes(UTF_8));
  }
}
