package io.github.pmtatracking.accounting.rejects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.CapturedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectsWriterTest {
  @TempDir private Path folder;
  private final Outcomes outcomes = new Outcomes();

  @Test
  void aLineIsOneJsonObjectWithReasonAndPlace() throws Exception {
    Path file = folder.resolve("new/folder/rejects.jsonl");
    RejectsWriter rejects = writer(file, 1 << 20);

    rejects.add("no message id", "acct.csv", 17, "type,rcpt", "d,\"a\nb\"");
    rejects.add("why", "stdin", 1, "", "<é>");

    assertEquals(
        List.of(
            "{\"time\":\"2020-09-13T12:26:40Z\",\"reason\":\"no message"
                + " id\",\"source\":\"acct.csv\",\"line\":17,\"headings\":\"type,rcpt\",\"entry\":\"d,\\\"a\\n"
                + "b\\\"\"}",
            "{\"time\":\"2020-09-13T12:26:40Z\",\"reason\":\"why\",\"source\":\"stdin\",\"line\":1,"
                + "\"headings\":\"\",\"entry\":\"\\u003cé\\u003e\"}"),
        Files.readAllLines(file));
    assertEquals(2, outcomes.rejected);
    assertEquals("rw-r-----", mode(file));
  }

  @Test
  void beyondTheLargestSizeLinesAreLostAndTheFirstIsLogged() throws Exception {
    Path file = folder.resolve("rejects.jsonl");
    RejectsWriter rejects = writer(file, 200);

    try (CapturedLog log = CapturedLog.of(RejectsWriter.class)) {
      rejects.add("reason", "stdin", 1, "", "x".repeat(80));
      rejects.add("reason", "stdin", 2, "", "y".repeat(80));
      rejects.add("reason", "stdin", 3, "", "z".repeat(80));
      assertEquals(1, log.lines().size(), log.lines()::toString);
      assertTrue(log.lines().get(0).contains("first=yyy"), log.lines()::toString);
    }
    assertEquals(1, Files.readAllLines(file).size());
    assertEquals(1, outcomes.rejected);
    assertEquals(2, outcomes.lost);
  }

  private RejectsWriter writer(Path file, long maxBytes) {
    InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(1_600_000_000));
    return new RejectsWriter(file, maxBytes, clock, outcomes);
  }

  private static String mode(Path file) throws Exception {
    return java.nio.file.attribute.PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file));
  }

  private static final class Outcomes implements RejectsWriter.Counter {
    private int rejected;
    private int lost;

    @Override
    public void countRejected() {
      rejected++;
    }

    @Override
    public void countLost() {
      lost++;
    }
  }
}
