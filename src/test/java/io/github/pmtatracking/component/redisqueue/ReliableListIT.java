package io.github.pmtatracking.component.redisqueue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.FreshRedis;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReliableListIT {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final byte[] LIST = "q".getBytes(UTF_8);

  @RegisterExtension static final FreshRedis REDIS = new FreshRedis();
  private static DedicatedConnection redis;

  @BeforeAll
  static void connect() {
    redis = new DedicatedConnection(REDIS.server().url(), TIMEOUT);
  }

  @AfterAll
  static void disconnect() {
    redis.close();
  }

  @Test
  void aReservedBatchHasLeftTheListAndKeepsItsOrderUnderItsOwnKey() throws Exception {
    push(5_000);
    ReliableList list = owner("a", LONG);

    ReservedBatch batch = Objects.requireNonNull(list.reserve("b1", 4_500, Long.MAX_VALUE));

    assertEquals(numbers(0, 4_500), texts(batch.entries()));
    assertEquals(numbers(4_500, 5_000), list("q"));
    assertEquals(numbers(0, 4_500), list("{q}:batch:b1"));
    assertFalse(batch.takenOver());
  }

  @Test
  void anEmptyListGivesNoBatchAndNoLease() throws Exception {
    assertNull(owner("a", LONG).reserve("b1", 100, Long.MAX_VALUE));
    assertEquals(0, redis.get().exists(bytes("{q}:leases")).get());
  }

  @Test
  void aBatchStopsBeforeTheEntryThatWouldExceedItsBytes() throws Exception {
    redis.get().rpush(LIST, bytes("12345"), bytes("123"), bytes("1234567")).get();

    ReservedBatch batch = Objects.requireNonNull(owner("a", LONG).reserve("b1", 100, 9));

    assertEquals(List.of("12345", "123"), texts(batch.entries()));
  }

  @Test
  void anEntryLargerThanABatchGoesAlone() throws Exception {
    redis.get().rpush(LIST, bytes("12345"), bytes("1")).get();

    ReservedBatch batch = Objects.requireNonNull(owner("a", LONG).reserve("b1", 100, 3));

    assertEquals(List.of("12345"), texts(batch.entries()));
  }

  @Test
  void anAcknowledgedBatchIsGoneAndItsLeaseToo() throws Exception {
    push(3);
    ReliableList list = owner("a", LONG);
    list.reserve("b1", 10, Long.MAX_VALUE);

    assertTrue(list.acknowledge("b1"));

    assertEquals(0, redis.get().dbsize().get());
    assertFalse(list.acknowledge("b1"));
  }

  @Test
  void aReleasedBatchIsTakenOverWholeWithItsNameAndOrder() throws Exception {
    push(4_100);
    ReliableList a = owner("a", LONG);
    ReliableList b = owner("b", LONG);
    a.reserve("b1", 4_100, Long.MAX_VALUE);
    assertNull(b.inspect().expired());
    assertNull(b.takeOver("b1"));

    assertTrue(a.release("b1", Duration.ZERO));

    assertEquals("b1", b.inspect().expired());
    ReservedBatch batch = Objects.requireNonNull(b.takeOver("b1"));
    assertEquals("b1", batch.name());
    assertEquals(numbers(0, 4_100), texts(batch.entries()));
    assertTrue(batch.takenOver());
  }

  @Test
  void anExpiredLeaseIsTakenOverOnce() throws Exception {
    push(3);
    owner("a", SHORT).reserve("b1", 10, Long.MAX_VALUE);
    ReliableList b = owner("b", LONG);
    await().until(() -> "b1".equals(b.inspect().expired()));

    assertNotNull(b.takeOver("b1"));

    assertNull(owner("c", LONG).takeOver("b1"));
    assertNull(b.inspect().expired());
  }

  @Test
  void aRenewedLeaseDoesNotRunOut() throws Exception {
    push(3);
    ReliableList a = owner("a", LONG);
    a.reserve("b1", 10, Long.MAX_VALUE);
    a.release("b1", Duration.ZERO);

    assertTrue(a.renew("b1"));

    assertNull(owner("b", LONG).takeOver("b1"));
  }

  @Test
  void whoLostABatchNeitherRenewsNorReleasesItButMayAcknowledgeIt() throws Exception {
    push(3);
    ReliableList a = owner("a", LONG);
    ReliableList b = owner("b", LONG);
    a.reserve("b1", 10, Long.MAX_VALUE);
    a.release("b1", Duration.ZERO);
    b.takeOver("b1");

    assertFalse(a.renew("b1"));
    assertFalse(a.release("b1", Duration.ZERO));
    assertNull(a.inspect().expired());
    assertTrue(a.acknowledge("b1"));
  }

  @Test
  void aReleasedBatchMayRestBeforeItIsTakenOver() throws Exception {
    push(3);
    ReliableList a = owner("a", LONG);
    a.reserve("b1", 10, Long.MAX_VALUE);

    a.release("b1", LONG);

    assertNull(owner("b", LONG).inspect().expired());
  }

  @Test
  void aLeaseWithoutItsBatchIsForgotten() throws Exception {
    push(3);
    ReliableList a = owner("a", LONG);
    a.reserve("b1", 10, Long.MAX_VALUE);
    a.release("b1", Duration.ZERO);
    redis.get().del(bytes("{q}:batch:b1")).get();

    assertNull(a.takeOver("b1"));
    assertEquals(0, redis.get().exists(bytes("{q}:leases")).get());
  }

  @Test
  void entriesAreOctetsWhateverTheyMean() throws Exception {
    byte[] octets = new byte[256];
    IntStream.range(0, 256).forEach(i -> octets[i] = (byte) i);
    redis.get().rpush(LIST, octets).get();

    ReservedBatch batch = Objects.requireNonNull(owner("a", LONG).reserve("b1", 1, 1));

    assertEquals(0, java.util.Arrays.compare(octets, batch.entries().get(0)));
  }

  @Test
  void theLookTellsLengthAndEstimatesBytesFromTheOldestEntries() throws Exception {
    redis.get().rpush(LIST, bytes("1234"), bytes("12")).get();
    for (int i = 0; i < 18; i++) {
      redis.get().rpush(LIST, bytes("123")).get();
    }

    ListStatus state = owner("a", LONG).inspect();

    assertEquals(20, state.length());
    assertEquals(60, state.bytes());
  }

  @Test
  void aListWhoseKeyHasAHashTagSharesItWithItsBatches() throws Exception {
    redis.get().rpush(bytes("a{t}b"), bytes("1")).get();
    ReliableList list = new ReliableList(redis, "a{t}b", "a", LONG, TIMEOUT);

    list.reserve("b1", 1, 1);

    assertEquals(List.of("1"), list("a{t}b:batch:b1"));
  }

  @Test
  void aRedisThatRefusesIsReported() throws Exception {
    redis.get().set(LIST, bytes("no list")).get();

    assertThrows(RedisException.class, () -> owner("a", LONG).inspect());
  }

  private static ReliableList owner(String name, Duration lease) {
    return new ReliableList(redis, "q", name, lease, TIMEOUT);
  }

  @Test
  void aRedisThatIsFullStillLetsBatchesGo() throws Exception {
    push(10);
    ReliableList list = owner("a", LONG);
    redis.get().configSet("maxmemory", "1").get();
    try {
      assertNotNull(list.reserve("b1", 10, Long.MAX_VALUE));
      assertTrue(list.renew("b1"));
      assertTrue(list.release("b1", Duration.ZERO));
      assertNotNull(owner("b", LONG).takeOver("b1"));
      assertTrue(list.acknowledge("b1"));
    } finally {
      redis.get().configSet("maxmemory", "0").get();
    }
    assertEquals(0, redis.get().dbsize().get());
  }

  @Test
  void aBatchThatIsStillFilledWhenItIsTakenOverGetsNoMoreEntriesEvenFromTheSameConsumer()
      throws Exception {
    push(5_000);
    ReliableList otherThread = owner("a", LONG);
    AtomicReference<@Nullable ReservedBatch> taken = new AtomicReference<>();
    ReliableList filling =
        new ReliableList(
            () -> {
              if (taken.get() == null && otherThread.release("b1", Duration.ZERO)) {
                taken.set(otherThread.takeOver("b1"));
              }
              return redis.get();
            },
            "q",
            "a",
            LONG,
            TIMEOUT);

    assertNull(filling.reserve("b1", 5_000, Long.MAX_VALUE));

    assertEquals(numbers(0, 2_000), texts(Objects.requireNonNull(taken.get()).entries()));
    assertTrue(otherThread.renew("b1"));
    assertTrue(otherThread.acknowledge("b1"));
    assertEquals(numbers(2_000, 5_000), list("q"));
  }

  @Test
  void aLeaseThatAClockSetBackMadeTooLongIsShortened() throws Exception {
    push(10);
    owner("dead", Duration.ofHours(1)).reserve("b1", 10, Long.MAX_VALUE);
    ReliableList b = owner("b", SHORT);

    assertNull(b.inspect().expired());

    await().until(() -> "b1".equals(b.inspect().expired()));
    assertNotNull(b.takeOver("b1"));
  }

  private static void push(int count) throws Exception {
    byte[][] entries =
        numbers(0, count).stream().map(s -> s.getBytes(UTF_8)).toArray(byte[][]::new);
    redis.get().rpush(LIST, entries).get();
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  private static List<String> list(String key) throws Exception {
    return texts(redis.get().lrange(bytes(key), 0, -1).get());
  }

  private static List<String> texts(List<byte[]> entries) {
    return entries.stream().map(entry -> new String(entry, UTF_8)).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
