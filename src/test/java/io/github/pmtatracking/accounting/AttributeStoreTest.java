package io.github.pmtatracking.accounting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.accounting.rejects.RejectsWriter;
import io.github.pmtatracking.spool.Spool;
import io.github.pmtatracking.spool.SpoolFolders;
import io.github.pmtatracking.spool.SpoolOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttributeStoreTest {
  private static final Duration TIMEOUT = Duration.ofMillis(200);
  private static final long LATER = 4_000_000_000L;

  @TempDir Path folder;
  private final SwitchedWriter redis = new SwitchedWriter();
  private final AccountingCounters counters = new AccountingCounters();
  private final AccountingLog log = new AccountingLog(true, Runnable::run, counters);
  private final InstantSource clock = InstantSource.system();
  private @Nullable Spool spool;

  @AfterEach
  void closeSpool() throws Exception {
    if (spool != null) {
      spool.close();
    }
  }

  @Test
  void whileRedisIsAvailableNothingIsSpooled() throws Exception {
    AttributeStore store = store(1 << 20);
    store.store(batch("a", "b")).toCompletableFuture().get();
    assertEquals(2, redis.written.size());
    assertEquals(2, counters.loaded());
    assertTrue(spool.isEmpty());
  }

  @Test
  void whileRedisIsUnavailableRecordsGoToTheSpoolAndAfterwardsToRedis() throws Exception {
    AttributeStore store = store(1 << 20);
    redis.mode = Mode.REFUSES;
    store.store(batch("a")).toCompletableFuture().get();
    store.store(batch("b", "c")).toCompletableFuture().get();
    assertTrue(store.isRedisUnavailable());
    assertEquals(3, counters.spooled());
    drain(store).drain();
    assertTrue(store.isRedisUnavailable());

    redis.mode = Mode.TAKES;
    drain(store).drain();
    assertFalse(store.isRedisUnavailable());
    assertEquals(3, redis.written.size());
    assertEquals(3, counters.loaded());
    assertTrue(spool.isEmpty());
  }

  @Test
  void aRedisThatDoesNotAnswerCountsAsUnavailable() throws Exception {
    AttributeStore store = store(1 << 20);
    redis.mode = Mode.STALLS;
    store.store(batch("a")).toCompletableFuture().get();
    assertEquals(1, counters.spooled());
    // No second wait: the next batch goes to the spool at once.
    assertTrue(store.isRedisUnavailable());
    int calls = redis.calls;
    store.store(batch("b")).toCompletableFuture().get();
    assertEquals(calls, redis.calls);
  }

  @Test
  void withAFullSpoolABatchWaitsUntilRedisIsAvailable() throws Exception {
    AttributeStore store = store(4096);
    redis.mode = Mode.REFUSES;
    store.store(large(3_000)).toCompletableFuture().get();
    CompletableFuture<Void> held = store.store(large(3_000)).toCompletableFuture();
    assertFalse(held.isDone());
    redis.mode = Mode.TAKES;
    drain(store).drain();
    await().until(held::isDone);
    await()
        .until(
            () -> {
              drain(store).drain();
              return redis.written.size() == 2;
            });
  }

  @Test
  void atTheEndOfInputBatchesThatWaitGoToTheRejectsFile() throws Exception {
    AttributeStore store = store(4096);
    redis.mode = Mode.REFUSES;
    store.store(large(3_000)).toCompletableFuture().get();
    CompletableFuture<Void> held = store.store(large(3_000)).toCompletableFuture();
    assertFalse(held.isDone());
    store.inputEnded();
    held.get();
    assertEquals(1, counters.rejected());
    assertTrue(Files.readString(folder.resolve("rejects")).contains("accounting.spool.max-bytes"));
  }

  @Test
  void atTheEndOfInputTheTimeoutOfRedisIsShorter() throws Exception {
    spool = new SpoolFolders(options(1 << 20)).openOwn();
    AttributeStore store =
        new AttributeStore(
            redis, spool, rejects(), counters, log, Duration.ofHours(1), Duration.ofMillis(1));
    redis.mode = Mode.STALLS;
    CompletableFuture<Void> underWay = store.store(batch("a")).toCompletableFuture();
    assertFalse(underWay.isDone());

    store.inputEnded();

    underWay.get(20, TimeUnit.SECONDS);
    store.store(batch("b")).toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertEquals(2, counters.spooled());
  }

  @Test
  void withoutASpoolBatchesWait() throws Exception {
    AttributeStore store = new AttributeStore(redis, null, rejects(), counters, log, TIMEOUT);
    redis.mode = Mode.REFUSES;
    CompletableFuture<Void> held = store.store(batch("a")).toCompletableFuture();
    assertFalse(held.isDone());
    redis.mode = Mode.TAKES;
    new SpoolDrain(redis, store, null, null, counters, log, TIMEOUT, clock).drain();
    held.get();
    assertEquals(1, redis.written.size());
  }

  @Test
  void recordsOfAnEarlierProcessAreLoaded() throws Exception {
    AttributeStore store = store(1 << 20);
    SpoolFolders folders = new SpoolFolders(options(1 << 20));
    try (Spool other = folders.openOwn()) {
      other.append(SpooledBatch.write(batch("left").attributes()).get(0)).get();
    }
    drain(store).drain();
    assertEquals(List.of("msgID_left"), List.copyOf(redis.written.keySet()));
    assertEquals(List.of(), folders.withSegments());
  }

  @Test
  void expiredRecordsInTheSpoolAreCountedAndNotLoaded() throws Exception {
    AttributeStore store = store(1 << 20);
    AttributeRecord old = new AttributeRecord(key("old"), key("{}"), 1_000);
    spool.append(SpooledBatch.write(List.of(old)).get(0)).get();
    drain(store).drain();
    assertEquals(1, counters.expired());
    assertEquals(Map.of(), redis.written);
  }

  @Test
  void aBatchLargerThanTheLargestSpoolRecordIsCutIntoSeveral() {
    List<AttributeRecord> many = new ArrayList<>();
    IntStream.range(0, 40).forEach(i -> many.addAll(large(60_000).attributes()));
    List<byte[]> records = SpooledBatch.write(many);
    assertTrue(records.size() > 1);
    List<AttributeRecord> back = new ArrayList<>();
    for (byte[] record : records) {
      assertTrue(record.length <= Spool.MAX_RECORD);
      back.addAll(SpooledBatch.read(record));
    }
    assertEquals(
        many.stream().map(AttributeRecord::toString).toList(),
        back.stream().map(AttributeRecord::toString).toList());
  }

  private AttributeStore store(long maxBytes) throws Exception {
    Spool own = new SpoolFolders(options(maxBytes)).openOwn();
    spool = own;
    return new AttributeStore(redis, own, rejects(), counters, log, TIMEOUT);
  }

  private SpoolDrain drain(AttributeStore store) {
    SpoolFolders folders = new SpoolFolders(options(1 << 20));
    return new SpoolDrain(redis, store, spool, folders, counters, log, TIMEOUT, clock);
  }

  private SpoolOptions options(long maxBytes) {
    return SpoolOptions.of("accounting.spool", folder.resolve("spool"), maxBytes);
  }

  private RejectsWriter rejects() {
    return new RejectsWriter(folder.resolve("rejects"), 1 << 20, clock, counters);
  }

  private static AccountingBatch batch(String... ids) {
    List<AttributeRecord> attributes = new ArrayList<>();
    for (String id : ids) {
      attributes.add(new AttributeRecord(key("msgID_" + id), key("{\"rcpt\":\"a@b\"}"), LATER));
    }
    return new AccountingBatch(null, attributes);
  }

  private static AccountingBatch large(int bytes) {
    byte[] json = key("{\"rcpt\":\"" + "x".repeat(bytes) + "\"}");
    byte[] id = key("msgID_" + System.nanoTime());
    return new AccountingBatch(null, List.of(new AttributeRecord(id, json, LATER)));
  }

  private static byte[] key(String text) {
    return text.getBytes(UTF_8);
  }

  private enum Mode {
    TAKES,
    REFUSES,
    STALLS
  }

  /** Redis as the store sees it, in one of three moods. */
  private static final class SwitchedWriter implements AttributesWriter {
    final Map<String, String> written = new ConcurrentSkipListMap<>();
    volatile Mode mode = Mode.TAKES;
    volatile int calls;

    @Override
    public CompletableFuture<Void> write(List<AttributeRecord> attributes) {
      calls++;
      if (mode == Mode.TAKES) {
        attributes.forEach(
            one -> written.put(new String(one.key(), UTF_8), new String(one.json(), UTF_8)));
      }
      return answer();
    }

    @Override
    public CompletableFuture<Void> probe() {
      return answer();
    }

    private CompletableFuture<Void> answer() {
      return switch (mode) {
        case TAKES -> CompletableFuture.completedFuture(null);
        case REFUSES -> CompletableFuture.failedFuture(new IllegalStateException("OOM"));
        case STALLS -> new CompletableFuture<>();
      };
    }
  }
}
