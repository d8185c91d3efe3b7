package io.github.pmtatracking.accounting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.accounting.rejects.RejectsWriter;
import io.github.pmtatracking.spool.Spool;
import io.github.pmtatracking.spool.SpoolFolders;
import io.github.pmtatracking.spool.SpoolOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolDrainTest {
  private static final Duration TIMEOUT = Duration.ofMillis(200);

  @TempDir private Path folder;
  private final FakeAttributesWriter redis = new FakeAttributesWriter();
  private final AccountingCounters counters = new AccountingCounters();
  private final AccountingLog log = new AccountingLog(true, Runnable::run, counters);
  private final InstantSource clock = InstantSource.system();
  private SpoolFolders folders;
  private Spool spool;
  private AttributeStore store;
  private SpoolDrain drain;

  @BeforeEach
  void open() throws Exception {
    folders =
        new SpoolFolders(SpoolOptions.of("accounting.spool", folder.resolve("spool"), 1 << 20));
    spool = folders.openOwn();
    RejectsWriter rejects = new RejectsWriter(folder.resolve("rejects"), 1 << 20, clock, counters);
    store = new AttributeStore(redis, spool, rejects, counters, log, TIMEOUT);
    drain = new SpoolDrain(redis, store, spool, folders, counters, log, TIMEOUT, clock);
  }

  @AfterEach
  void close() throws Exception {
    spool.close();
  }

  @Test
  void recordsOfAnEarlierProcessAreLoaded() throws Exception {
    try (Spool other = folders.openOwn()) {
      other.append(batch("left", 4_000_000_000L)).get();
    }

    drain.drain();

    assertEquals(List.of("msgID_left"), List.copyOf(redis.written.keySet()));
    assertEquals(List.of(), folders.withSegments());
  }

  @Test
  void theSpoolOfAProcessThatStillRunsIsLeftAlone() throws Exception {
    try (Spool other = folders.openOwn()) {
      other.append(batch("other", 4_000_000_000L)).get();

      drain.drain();

      assertEquals(Map.of(), redis.written);
      assertFalse(other.isEmpty());
    }
  }

  @Test
  void expiredRecordsInTheSpoolAreCountedAndNotLoaded() throws Exception {
    spool.append(batch("old", 1_000)).get();

    drain.drain();

    assertEquals(1, counters.expired());
    assertEquals(Map.of(), redis.written);
    assertTrue(spool.isEmpty());
  }

  @Test
  void aRunThatFindsRedisUnavailableLeavesAllRecordsInTheSpool() throws Exception {
    spool.append(batch("a", 4_000_000_000L)).get();
    for (FakeAttributesWriter.Mode mode :
        List.of(FakeAttributesWriter.Mode.REFUSES, FakeAttributesWriter.Mode.STALLS)) {
      redis.mode = mode;
      drain.drain();
      assertFalse(spool.isEmpty());
    }

    redis.mode = FakeAttributesWriter.Mode.TAKES;
    drain.drain();

    assertTrue(spool.isEmpty());
    assertEquals(1, counters.loaded());
  }

  private static byte[] batch(String id, long expires) {
    AttributeRecord one =
        new AttributeRecord(("msgID_" + id).getBytes(UTF_8), "{}".getBytes(UTF_8), expires);
    return SpooledBatch.write(List.of(one)).get(0);
  }
}
