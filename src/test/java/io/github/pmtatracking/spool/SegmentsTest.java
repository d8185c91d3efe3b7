package io.github.pmtatracking.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * Segments on disk after restarts, crashes and damage: the spool opens and returns each sound
 * record.
 */
class SegmentsTest {
  private Path folder = Path.of(".");

  @BeforeTry
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("spool-damage");
  }

  @AfterTry
  void removeFolder() throws IOException {
    try (Stream<Path> files = Files.walk(folder, new FileVisitOption[0])) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  @Property(tries = 60)
  void anyRecordsComeBackOverRestartsAndInAnyBatches(
      @ForAll @Size(max = 60) List<byte[]> records,
      @ForAll @IntRange(min = 1, max = 7) int batch,
      @ForAll @IntRange(min = 1, max = 20) int restartEvery)
      throws Exception {
    SpoolOptions options = options().withSegmentBytes(1024).withBatchRecords(batch);
    List<String> expected = texts(records);
    for (int from = 0; from < records.size(); from += restartEvery) {
      try (Spool spool = Spool.open(options)) {
        for (byte[] record : records.subList(from, Math.min(records.size(), from + restartEvery))) {
          spool.append(record).get();
        }
      }
    }
    try (Spool spool = Spool.open(options)) {
      assertEquals(records.size(), spool.counters().records());
      assertEquals(expected, drain(spool));
    }
  }

  @Property(tries = 60)
  void aTruncatedEndIsCutOffAndTheRestComesBack(
      @ForAll @Size(min = 1, max = 20) List<byte[]> records, @ForAll @IntRange(max = 2000) int cut)
      throws Exception {
    Path segment = write(records);
    byte[] whole = Files.readAllBytes(segment);
    int kept = Math.max(0, whole.length - cut);
    Files.write(segment, java.util.Arrays.copyOf(whole, kept));
    List<String> sound = texts(records).subList(0, soundRecords(records, kept));

    try (Spool spool = Spool.open(options())) {
      assertEquals(sound.size(), spool.counters().records());
      spool.append("next".getBytes(UTF_8)).get();
      List<String> back = drain(spool);
      assertEquals(sound, back.subList(0, sound.size()));
      assertEquals(sound.size() + 1, back.size());
      assertEquals(0, spool.counters().lost());
    }
  }

  @Property(tries = 100)
  void oneDamagedByteCostsOneRecordAndIsCounted(
      @ForAll @Size(min = 3, max = 20) List<byte[]> records,
      @ForAll @IntRange(max = 1_000_000) int where,
      @ForAll @IntRange(min = 1, max = 255) int flip)
      throws Exception {
    // The last record is sound, so that the damage is in the middle.
    List<byte[]> all = new ArrayList<>(records);
    all.add("the last one".getBytes(UTF_8));
    Path segment = write(all);
    byte[] data = Files.readAllBytes(segment);
    int damaged = where % (data.length - Frames.size(all.get(all.size() - 1)));
    data[damaged] ^= (byte) flip;
    Files.write(segment, data);
    List<String> sound = texts(all);
    sound.remove(soundRecords(all, damaged));

    try (Spool spool = Spool.open(options())) {
      assertEquals(sound, drain(spool));
      assertEquals(1, spool.counters().lost());
      assertTrue(spool.isEmpty());
    }
  }

  @Property(tries = 40)
  void aDamagedPositionRepeatsRecordsAndLosesNone(@ForAll @Size(min = 8, max = 24) byte[] rubbish)
      throws Exception {
    try (Spool spool = Spool.open(options())) {
      spool.append("kept".getBytes(UTF_8)).get();
    }
    Files.write(folder.resolve("position"), rubbish);
    try (Spool spool = Spool.open(options())) {
      assertEquals(List.of("kept".length() + ":" + hex("kept".getBytes(UTF_8))), drain(spool));
    }
  }

  private SpoolOptions options() {
    return SpoolOptions.of("tracker.spool", folder, 1 << 20);
  }

  private Path write(List<byte[]> records) throws Exception {
    try (Spool spool = Spool.open(options())) {
      for (byte[] record : records) {
        spool.append(record).get();
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> Segment.numberOf(file).isPresent()).findFirst().orElseThrow();
    }
  }

  private static int soundRecords(List<byte[]> records, int bytes) {
    int count = 0;
    int size = 0;
    for (byte[] record : records) {
      size += Frames.size(record);
      if (size > bytes) {
        return count;
      }
      count++;
    }
    return count;
  }

  private static List<String> drain(Spool spool) throws Exception {
    List<byte[]> all = new ArrayList<>();
    spool.drain(all::addAll);
    return texts(all);
  }

  private static List<String> texts(List<byte[]> records) {
    List<String> texts = new ArrayList<>();
    records.forEach(record -> texts.add(record.length + ":" + hex(record)));
    return texts;
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }
}
