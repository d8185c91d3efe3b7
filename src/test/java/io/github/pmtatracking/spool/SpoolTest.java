package io.github.pmtatracking.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpoolTest {
  @TempDir Path folder;

  private SpoolOptions options() {
    return SpoolOptions.of("tracker.spool", folder, 1 << 20);
  }

  @ParameterizedTest
  @EnumSource(FsyncPolicy.class)
  void recordsComeBackInOrder(FsyncPolicy policy) throws Exception {
    try (Spool spool = Spool.open(options().withFsync(policy))) {
      appendAll(spool, "a", "b", "", "d");
      assertFalse(spool.isEmpty());
      assertEquals(List.of("a", "b", "", "d"), drained(spool));
      assertTrue(spool.isEmpty());
      assertEquals(List.of(), drained(spool));
    }
  }

  @Test
  void recordsAreFoundAgainInALanguageThatHasDigitsOfItsOwn() throws Exception {
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      try (Spool spool = Spool.open(options())) {
        appendAll(spool, "kept");
      }
      try (Spool spool = Spool.open(options())) {
        assertEquals(List.of("kept"), drained(spool));
      }
    } finally {
      Locale.setDefault(usual);
    }
  }

  @Test
  void recordsOfAnEarlierProcessComeFirst() throws Exception {
    try (Spool spool = Spool.open(options())) {
      appendAll(spool, "old");
    }
    try (Spool spool = Spool.open(options())) {
      assertEquals(1, spool.counters().records());
      appendAll(spool, "new");
      assertEquals(List.of("old", "new"), drained(spool));
    }
  }

  @Test
  void whatWasDrainedDoesNotComeBackAfterARestart() throws Exception {
    try (Spool spool = Spool.open(options().withBatchRecords(2))) {
      appendAll(spool, "1", "2", "3", "4", "5");
      List<String> taken = new ArrayList<>();
      assertThrows(
          IOException.class,
          () ->
              spool.drain(
                  records -> {
                    if (taken.size() == 4) {
                      throw new IOException("Redis is away again");
                    }
                    records.forEach(record -> taken.add(text(record)));
                  }));
      assertEquals(List.of("1", "2", "3", "4"), taken);
    }
    try (Spool spool = Spool.open(options())) {
      assertEquals(List.of("5"), drained(spool));
    }
  }

  @Test
  void aBatchWhoseHandlerFailedIsHandedOverAgain() throws Exception {
    try (Spool spool = Spool.open(options())) {
      appendAll(spool, "x", "y");
      assertThrows(
          IllegalStateException.class,
          () ->
              spool.drain(
                  records -> {
                    throw new IllegalStateException("not now");
                  }));
      assertEquals(2, spool.counters().records());
      assertEquals(List.of("x", "y"), drained(spool));
      assertEquals(2, spool.counters().drained());
    }
  }

  @Test
  void drainedDataIsFreed() throws Exception {
    try (Spool spool = Spool.open(options().withSegmentBytes(1024))) {
      appendAll(
          spool, IntStream.range(0, 100).mapToObj(i -> "x".repeat(100)).toArray(String[]::new));
      assertTrue(segments() >= 10, "segments: " + segments());
      assertEquals(100, drained(spool).size());
      await().until(() -> segments() == 0);
      assertEquals(0, spool.counters().bytes());
    }
  }

  @Test
  void aFullSpoolRefusesAndTakesAgainAfterDraining() throws Exception {
    SpoolOptions small = SpoolOptions.of("tracker.spool", folder, 4096);
    try (Spool spool = Spool.open(small)) {
      byte[] record = new byte[1000];
      for (int i = 0; i < 4; i++) {
        spool.append(record).get();
      }
      SpoolFullException refusal = refusal(SpoolFullException.class, spool.append(record));
      assertTrue(refusal.getMessage().contains("tracker.spool.max-bytes is 4096"));
      assertEquals(1, spool.counters().refused());
      assertEquals(4, drained(spool).size());
      await().until(() -> spool.counters().bytes() == 0);
      spool.append(record).get();
      assertEquals(1, drained(spool).size());
    }
  }

  @Test
  void aFolderThatSomeoneHasIsRefusedByName() throws Exception {
    try (Spool spool = Spool.open(options())) {
      SpoolUnavailableException refusal =
          assertThrows(SpoolUnavailableException.class, () -> Spool.open(options()));
      assertTrue(
          refusal.getMessage().contains("in use by process " + ProcessHandle.current().pid()));
      assertTrue(refusal.getMessage().contains("tracker.spool.folder"));
      appendAll(spool, "still mine");
    }
    try (Spool spool = Spool.open(options())) {
      assertEquals(List.of("still mine"), drained(spool));
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsRefusedByName() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    SpoolOptions options = SpoolOptions.of("tracker.spool", file.resolve("spool"), 4096);
    SpoolUnavailableException refusal =
        assertThrows(SpoolUnavailableException.class, () -> Spool.open(options));
    assertTrue(refusal.getMessage().contains(options.folder().toString()));
    assertTrue(refusal.getMessage().contains("tracker.spool.folder"));
  }

  @Test
  void aClosedSpoolRefuses() throws Exception {
    Spool spool = Spool.open(options());
    spool.close();
    refusal(SpoolUnavailableException.class, spool.append(new byte[1]));
    spool.close();
  }

  @Test
  void closingKeepsWhatWasAppendedWithoutWaiting() throws Exception {
    CompletableFuture<?>[] appends = new CompletableFuture<?>[1000];
    try (Spool spool = Spool.open(options())) {
      for (int i = 0; i < appends.length; i++) {
        appends[i] = spool.append(Integer.toString(i).getBytes(UTF_8));
      }
    }
    CompletableFuture.allOf(appends).get();
    try (Spool spool = Spool.open(options())) {
      assertEquals(
          IntStream.range(0, appends.length).mapToObj(Integer::toString).toList(), drained(spool));
    }
  }

  @Test
  void aRecordOverTheLargestSizeIsAnError() throws Exception {
    try (Spool spool = Spool.open(options())) {
      assertThrows(
          IllegalArgumentException.class, () -> spool.append(new byte[Spool.MAX_RECORD + 1]));
    }
  }

  @Test
  void aRecordLargerThanASegmentHasOneOfItsOwn() throws Exception {
    try (Spool spool = Spool.open(options().withSegmentBytes(1024))) {
      String large = "y".repeat(5000);
      appendAll(spool, "before", large, "after");
      assertEquals(List.of("before", large, "after"), drained(spool));
    }
  }

  @Test
  void appendsDuringADrainAreDrainedToo() throws Exception {
    try (Spool spool = Spool.open(options().withBatchRecords(1))) {
      appendAll(spool, "first");
      List<String> taken = new ArrayList<>();
      spool.drain(
          records -> {
            taken.add(text(records.get(0)));
            if (taken.size() < 5) {
              spool.append(("after " + taken.size()).getBytes(UTF_8)).get();
            }
          });
      assertEquals(List.of("first", "after 1", "after 2", "after 3", "after 4"), taken);
    }
  }

  @Test
  void anUnknownFsyncPolicyIsNamed() {
    assertEquals(FsyncPolicy.EVERY_SECOND, FsyncPolicy.of("everysec"));
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> FsyncPolicy.of("sometimes"));
    assertTrue(refusal.getMessage().contains("sometimes"));
  }

  static void appendAll(Spool spool, String... records) throws Exception {
    for (String record : records) {
      spool.append(record.getBytes(UTF_8)).get();
    }
  }

  static List<String> drained(Spool spool) throws Exception {
    List<String> all = new ArrayList<>();
    spool.drain(records -> records.forEach(record -> all.add(text(record))));
    return all;
  }

  private static String text(byte[] record) {
    return new String(record, UTF_8);
  }

  private static <E extends Exception> E refusal(Class<E> type, CompletableFuture<Void> append) {
    ExecutionException failure = assertThrows(ExecutionException.class, append::get);
    return assertInstanceOf(type, failure.getCause());
  }

  private long segments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> Segment.numberOf(file).isPresent()).count();
    }
  }
}
