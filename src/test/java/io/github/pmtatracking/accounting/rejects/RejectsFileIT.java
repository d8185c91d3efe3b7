package io.github.pmtatracking.accounting.rejects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that change the rejects file while another process adds to it. */
class RejectsFileIT {
  private static final int LINES = 20_000;

  @TempDir private Path folder;

  @Test
  @Timeout(120)
  void noLineIsLostWhileCommandsTakeTheFileAway() throws Exception {
    Path file = folder.resolve("rejects.jsonl");
    RejectsFile rejects = new RejectsFile(file);
    Process adder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RejectsAdder.class.getName(),
                file.toString(),
                Integer.toString(LINES))
            .inheritIO()
            .start();
    int commands = 0;
    int dropped = 0;
    try {
      while (adder.isAlive()) {
        int now = rejects.drop(reject -> reject.entry().endsWith("7"));
        commands += now > 0 ? 1 : 0;
        dropped += now;
      }
    } finally {
      adder.destroyForcibly();
    }
    dropped += rejects.drop(reject -> reject.entry().endsWith("7"));

    assertEquals(0, adder.exitValue());
    assertTrue(commands > 1, commands + " commands came while lines were added");
    assertEquals(LINES / 10, dropped);
    assertEquals(LINES - LINES / 10, rejects.read().size());
    assertEquals(LINES - LINES / 10, Files.readAllLines(file).size());
  }
}
