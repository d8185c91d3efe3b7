package io.github.pmtatracking.component.redisqueue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.FreshRedis;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The delivery count and the dead letter queue of {@link ReliableList}. */
class DeliveryCountIT {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @RegisterExtension static final FreshRedis REDIS = new FreshRedis();
  private static DedicatedConnection redis;

  private final List<String> moved = new ArrayList<>();
  private final ReliableList list = list("a", 0);

  @BeforeAll
  static void connect() {
    redis = new DedicatedConnection(REDIS.server().url(), TIMEOUT);
  }

  @AfterAll
  static void disconnect() {
    redis.close();
  }

  @Test
  void theFirstDeliveryIsNumberOneAndEachTakeOverIsOneMore() throws Exception {
    push(3);
    assertEquals(1, Objects.requireNonNull(list.reserve("b1", 10, 1_000)).delivery());
    for (int delivery = 2; delivery <= 12; delivery++) {
      list.release("b1", Duration.ZERO);
      ReservedBatch again = Objects.requireNonNull(list.takeOver("b1"));
      assertEquals(delivery, again.delivery());
      assertEquals(3, again.entries().size());
    }
  }

  @Test
  void aRenewedLeaseKeepsTheNumber() throws Exception {
    push(1);
    deliver(3);

    assertTrue(list.renew("b1"));

    list.release("b1", Duration.ZERO);
    assertEquals(4, Objects.requireNonNull(list.takeOver("b1")).delivery());
  }

  @Test
  void aLeaseWithoutANumberCountsAsOneDelivery() throws Exception {
    push(1);
    list.reserve("b1", 10, 1_000);
    for (String older : List.of("0 host:1:abc", "0 host:1:abc taken", "0 sample", "0 nobody")) {
      redis.get().hset(bytes("{q}:leases"), bytes("b1"), bytes(older)).get();
      assertEquals(2, Objects.requireNonNull(list.takeOver("b1")).delivery(), older);
    }
  }

  @Test
  void aBatchThatWasReturnedUndeliveredHasNoDeliveryMore() throws Exception {
    push(1);
    list.reserve("b1", 10, 1_000);

    assertTrue(list.returnUndelivered("b1"));

    assertEquals(1, Objects.requireNonNull(list("b", 1).takeOver("b1")).delivery());
    assertFalse(list.returnUndelivered("b1"), "another consumer has it");
    assertFalse(list.returnUndelivered("none"));
  }

  @Test
  void aTakeOverWhoseReplyWasLostIsReturnedAndCountsAsNoDelivery() throws Exception {
    push(1);
    list.reserve("b1", 10, 1_000);
    list.release("b1", Duration.ZERO);
    list.takeOver("b1");

    assertTrue(list.returnUndelivered("b1"));

    assertEquals(2, Objects.requireNonNull(list.takeOver("b1")).delivery());
  }

  @Test
  void aBatchMovesToTheDeadLetterQueueAfterItsLastDelivery() throws Exception {
    push(2_500);
    redis.get().rpush(bytes("{q}:dead"), bytes("earlier")).get();
    deliver(2);
    list.release("b1", Duration.ZERO);
    ReliableList limited = list("b", 3);
    assertNotNull(limited.takeOver("b1"), "the third delivery");
    limited.release("b1", Duration.ZERO);

    assertNull(limited.takeOver("b1"));

    List<String> expected = new ArrayList<>(List.of("earlier"));
    expected.addAll(numbers(2_500));
    assertEquals(expected, dead());
    assertEquals(List.of("b1 2500"), moved);
    assertEquals(1, redis.get().dbsize().get(), "neither batch nor lease is left");
    assertNull(limited.inspect().expired());
  }

  @Test
  void aBatchWhoseLeaseHasNotEndedStays() throws Exception {
    push(1);
    deliver(5);

    assertNull(list("b", 1).takeOver("b1"));

    assertEquals(List.of(), dead());
    assertTrue(list.acknowledge("b1"));
  }

  @Test
  void aLateAcknowledgementAfterTheMoveIsNoError() throws Exception {
    push(1);
    deliver(1);
    list.release("b1", Duration.ZERO);
    assertNull(list("b", 1).takeOver("b1"));

    assertFalse(list.acknowledge("b1"));
    assertFalse(list.renew("b1"));

    assertEquals(List.of("0"), dead());
  }

  @Test
  void aRedisThatIsFullStillMovesBatches() throws Exception {
    push(10);
    deliver(1);
    list.release("b1", Duration.ZERO);
    redis.get().configSet("maxmemory", "1").get();
    try {
      assertNull(list("b", 1).takeOver("b1"));
    } finally {
      redis.get().configSet("maxmemory", "0").get();
    }
    assertEquals(numbers(10), dead());
  }

  @Test
  void aDeadLetterQueueThatIsNoListLosesNothing() throws Exception {
    push(3);
    deliver(1);
    list.release("b1", Duration.ZERO);
    redis.get().set(bytes("{q}:dead"), bytes("text")).get();

    assertThrows(RedisException.class, () -> list("b", 1).takeOver("b1"));

    assertEquals("b1", list.inspect().expired());
    redis.get().del(bytes("{q}:dead")).get();
    assertNull(list("b", 1).takeOver("b1"));
    assertEquals(numbers(3), dead());
  }

  /** Delivers all entries so many times, as batch b1. */
  private void deliver(int times) {
    list.reserve("b1", 10_000, Long.MAX_VALUE);
    for (int i = 1; i < times; i++) {
      list.release("b1", Duration.ZERO);
      assertNotNull(list.takeOver("b1"));
    }
  }

  private ReliableList list(String owner, int maxDeliveries) {
    return new ReliableList(
        () -> redis.get(),
        "q",
        owner,
        LONG,
        TIMEOUT,
        maxDeliveries == 0
            ? DeadLetterPolicy.NONE
            : new DeadLetterPolicy(
                maxDeliveries, "{q}:dead", (batch, entries) -> moved.add(batch + " " + entries)));
  }

  private static void push(int count) throws Exception {
    byte[][] entries = numbers(count).stream().map(s -> s.getBytes(UTF_8)).toArray(byte[][]::new);
    redis.get().rpush(bytes("q"), entries).get();
  }

  private static List<String> dead() throws Exception {
    return redis.get().lrange(bytes("{q}:dead"), 0, -1).get().stream()
        .map(entry -> new String(entry, UTF_8))
        .toList();
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
