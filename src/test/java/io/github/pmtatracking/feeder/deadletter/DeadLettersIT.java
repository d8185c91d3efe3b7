package io.github.pmtatracking.feeder.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pmtatracking.event.QueueEntry;
import io.github.pmtatracking.feeder.deadletter.DeadLetters.Action;
import io.github.pmtatracking.testing.FreshRedis;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadLettersIT {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @RegisterExtension static final FreshRedis REDIS = new FreshRedis();
  private final DeadLetters letters =
      new DeadLetters(REDIS.connections().queue(), "trk_queue", Duration.ofSeconds(10));

  @Test
  void aLetterComesBackAsItWasSetAside() {
    byte[] octets = new byte[256];
    IntStream.range(0, 256).forEach(i -> octets[i] = (byte) i);
    letters.add(
        List.of(
            new DeadLetter(
                "1", NOON, DeadLetter.REFUSED, "400, \"why\"", "ä \"x\"".getBytes(UTF_8)),
            new DeadLetter("2", NOON, DeadLetter.UNREADABLE, "no JSON", octets)));

    List<DeadLetter> read = all();

    assertEquals("400, \"why\"", read.get(0).detail());
    assertEquals(NOON, read.get(0).time());
    assertArrayEquals("ä \"x\"".getBytes(UTF_8), read.get(0).entry());
    assertArrayEquals(octets, read.get(1).entry());
  }

  @Test
  void theChosenOnesGoBackIntoTheQueueInOrderAndTheOthersStay() throws Exception {
    add(1_300);

    long replayed =
        letters.process(
            letter -> Integer.parseInt(letter.id()) % 2 == 0 ? Action.REPLAY : Action.KEEP);

    assertEquals(650, replayed);
    List<String> queue =
        REDIS.commands().lrange("trk_queue".getBytes(UTF_8), 0, -1).get().stream()
            .map(entry -> new String(entry, UTF_8))
            .toList();
    assertEquals(IntStream.range(0, 650).mapToObj(i -> "entry " + 2 * i).toList(), queue);
    assertEquals(
        IntStream.range(0, 650).mapToObj(i -> "" + (2 * i + 1)).toList(),
        all().stream().map(DeadLetter::id).toList());
  }

  @Test
  void aReplayedEventKeepsTheIdUnderWhichItWasSetAside() throws Exception {
    byte[] own = "{\"WD\":{\"act\":\"o\"},\"ts\":\"1\",\"id\":\"7\"}".getBytes(UTF_8);
    byte[] ofTheOriginal = " {\"WD\":{\"act\":\"o\"},\"ts\":\"1\"} ".getBytes(UTF_8);
    letters.add(
        List.of(
            new DeadLetter("7", NOON, DeadLetter.REFUSED, "", own),
            new DeadLetter("42", NOON, DeadLetter.REFUSED, "", ofTheOriginal),
            // twice, as by a feeder that was killed before it had acknowledged the batch
            new DeadLetter("42", NOON, DeadLetter.REFUSED, "", ofTheOriginal),
            new DeadLetter("43", NOON, DeadLetter.UNREADABLE, "", "{}".getBytes(UTF_8))));

    letters.process(letter -> Action.REPLAY);

    List<byte[]> queue = REDIS.commands().lrange("trk_queue".getBytes(UTF_8), 0, -1).get();
    assertArrayEquals(own, queue.get(0));
    assertEquals("42", QueueEntry.read(queue.get(1)).id());
    assertEquals("42", QueueEntry.read(queue.get(2)).id());
    assertEquals("{}", new String(queue.get(3), UTF_8));
  }

  @Test
  void aQueueThatRedisDoesNotTakeKeepsEveryLetter() throws Exception {
    add(3);
    makeTheQueueNoList();

    assertThrows(RedisException.class, () -> letters.process(letter -> Action.REPLAY));

    assertEquals(3, letters.size());
  }

  @Test
  void aRedisThatIsFullLetsLettersGoBack() throws Exception {
    add(3);
    REDIS.commands().configSet("maxmemory", "1").get();
    try {
      assertEquals(3, letters.process(letter -> Action.REPLAY));
    } finally {
      REDIS.commands().configSet("maxmemory", "0").get();
    }
  }

  @Test
  void aRedisThatIsFullTakesLettersSinceTheirBatchLeavesItOnlyThen() throws Exception {
    REDIS.commands().configSet("maxmemory", "1").get();
    try {
      add(3);
    } finally {
      REDIS.commands().configSet("maxmemory", "0").get();
    }

    assertEquals(3, letters.size());
    assertEquals(3, letters.knownSize());
  }

  @Test
  void whatIsPutBackGoesOnceAlsoWhereRedisIsFull() throws Exception {
    add(3);
    REDIS.commands().configSet("maxmemory", "1").get();
    try {
      assertEquals(2, letters.requeue(all().subList(1, 3)));
      assertEquals(0, letters.requeue(List.of(new DeadLetter("9", NOON, "", "", new byte[0]))));
    } finally {
      REDIS.commands().configSet("maxmemory", "0").get();
    }

    assertEquals(List.of("0"), all().stream().map(DeadLetter::id).toList());
    assertEquals(
        List.of("entry 1", "entry 2"),
        REDIS.commands().lrange("trk_queue".getBytes(UTF_8), 0, -1).get().stream()
            .map(entry -> new String(entry, UTF_8))
            .toList());
  }

  @Test
  void whatCannotBePutBackStaysSetAside() throws Exception {
    add(3);
    makeTheQueueNoList();

    assertThrows(RedisException.class, () -> letters.requeue(all()));

    assertEquals(3, letters.size());
  }

  @Test
  void droppedOnesAreGone() throws Exception {
    add(3);

    assertEquals(2, letters.process(l -> l.id().equals("1") ? Action.KEEP : Action.DROP));

    assertEquals(List.of("1"), all().stream().map(DeadLetter::id).toList());
    assertEquals(0, REDIS.commands().exists("trk_queue".getBytes(UTF_8)).get());
  }

  @Test
  void twoReplaysAtTheSameTimeQueueEachOnce() throws Exception {
    add(2_000);

    Thread other = new Thread(() -> letters.process(letter -> Action.REPLAY));
    other.start();
    letters.process(letter -> Action.REPLAY);
    other.join(10_000);

    assertEquals(2_000, REDIS.commands().llen("trk_queue".getBytes(UTF_8)).get());
    assertEquals(0, letters.size());
  }

  @Test
  void aLetterThatCannotBeReadIsShownAndCanBeDropped() throws Exception {
    REDIS.commands().rpush("{trk_queue}:dead".getBytes(UTF_8), "nonsense".getBytes(UTF_8)).get();

    assertEquals("?", all().get(0).id());
    assertEquals(1, letters.process(letter -> Action.DROP));
    assertEquals(0, letters.size());
  }

  private void add(int count) {
    letters.add(
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    new DeadLetter(
                        "" + i, NOON, DeadLetter.EXPIRED, "", ("entry " + i).getBytes(UTF_8)))
            .toList());
  }

  private static void makeTheQueueNoList() throws Exception {
    REDIS.commands().set("trk_queue".getBytes(UTF_8), "no list".getBytes(UTF_8)).get();
  }

  private List<DeadLetter> all() {
    List<DeadLetter> all = new ArrayList<>();
    letters.forEach(all::add);
    return all;
  }
}
