package io.github.pmtatracking.accounting.rejects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.accounting.AccountingCounters;
import io.github.pmtatracking.testing.NeedsMount;
import io.github.pmtatracking.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rejects file on a disk that is full, and after one that was. */
class RejectsWriterIT {
  @TempDir private Path folder;
  private final AccountingCounters counters = new AccountingCounters();

  @Test
  void aLineThatWasTornByAnEarlierProcessIsTheOnlyOneLost() throws Exception {
    Path file = folder.resolve("rejects.jsonl");
    Files.writeString(file, "{\"time\":\"2026-01-01T12:00:00Z\",\"reas");

    reject(file, "after it");
    reject(file, "and one more");

    List<String> lines = Files.readAllLines(file);
    assertEquals(3, lines.size(), lines::toString);
    assertEquals("after it", entry(lines.get(1)));
    assertEquals("and one more", entry(lines.get(2)));
    assertEquals(2, counters.rejected());
    assertEquals(0, counters.lost());
  }

  @NeedsMount
  @Test
  void aLineThatIsTornByAFullDiskIsTheOnlyOneLost() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder, "64k")) {
      Path file = disk.path().resolve("rejects.jsonl");
      Path others = disk.path().resolve("others");
      reject(file, "before");
      Files.write(others, new byte[56 * 1024]);

      reject(file, "x".repeat(8 * 1024));
      Files.delete(others);
      reject(file, "after");

      List<String> lines = Files.readAllLines(file);
      assertEquals(3, lines.size(), () -> lines.size() + " lines");
      assertEquals("before", entry(lines.get(0)));
      assertThrows(JsonProcessingException.class, () -> entry(lines.get(1)));
      assertEquals("after", entry(lines.get(2)));
      assertEquals(2, counters.rejected());
      assertEquals(1, counters.lost());
    }
  }

  private void reject(Path file, String entry) {
    InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(1_600_000_000));
    new RejectsWriter(file, 1 << 20, clock, counters).add("reason", "stdin", 1, "", entry);
  }

  private static String entry(String json) throws IOException {
    return new ObjectMapper().readTree(json).get("entry").asText();
  }
}
