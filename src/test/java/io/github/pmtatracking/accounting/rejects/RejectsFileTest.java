package io.github.pmtatracking.accounting.rejects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectsFileTest {
  private static final String ONE = line("type,rcpt", "d,a@example.com");
  private static final String TWO = line("type,rcpt", "d,b@example.com");
  private static final String THREE = line("type,orig,rcpt", "d,x,c@example.com");

  @TempDir private Path folder;
  private Path file;
  private RejectsFile rejects;
  private final List<String> loaded = new ArrayList<>();

  @BeforeEach
  void fill() throws Exception {
    file = folder.resolve("rejects.jsonl");
    rejects = new RejectsFile(file);
    Files.write(file, List.of(ONE, TWO, THREE));
  }

  @Test
  void chosenLinesAreLoadedUnderTheirOwnHeadingsAndTheOthersStay() throws Exception {
    int replayed = rejects.replay(reject -> !reject.json().equals(TWO), this::load);

    assertEquals(2, replayed);
    assertEquals(
        List.of("type,rcpt\r\nd,a@example.com\r\n", "type,orig,rcpt\r\nd,x,c@example.com\r\n"),
        loaded);
    assertEquals(List.of(TWO), Files.readAllLines(file));
  }

  @Test
  void aLineThatCameUnderNoHeadingsIsLoadedUnderTheSavedOnes() throws Exception {
    Files.write(file, List.of(line("", "d,a@example.com"), "{\"time\":\"2026-01"));

    assertEquals(1, rejects.replay(reject -> true, this::load));

    assertEquals(List.of("d,a@example.com\r\n"), loaded);
    assertEquals(List.of("{\"time\":\"2026-01"), Files.readAllLines(file), "cannot be read, stays");
  }

  @Test
  void aTruncatedLineHasItsReasonAndTheNextIsRead() throws Exception {
    byte[] truncated = ONE.replace("a@example.com", "\u00fc").getBytes(UTF_8);
    int insideTheUmlaut = truncated.length - "\"}".length() - 1;
    Files.write(file, Arrays.copyOf(truncated, insideTheUmlaut));
    Files.write(file, List.of("", TWO), StandardOpenOption.APPEND);

    List<RejectsFile.Reject> read = rejects.read();

    assertEquals(2, read.size());
    assertTrue(read.get(0).reason().startsWith("truncated line"), read.get(0).reason());
    assertEquals(Instant.parse("2026-01-01T12:00:00Z"), read.get(0).time());
    assertEquals(1, rejects.replay(reject -> true, this::load));
    assertEquals(List.of("type,rcpt\r\nd,b@example.com\r\n"), loaded);
    assertEquals(1, rejects.drop(RejectsFile.Reject::isTruncated));
    assertEquals(List.of(), rejects.read());
  }

  @Test
  void aLineThatWasNotFinishedIsNotReplayedAndStays() throws Exception {
    String half = ONE.replace("\"why\"", "\"the line was not finished\"");
    Files.write(file, List.of(half, TWO));

    assertEquals(1, rejects.replay(reject -> true, this::load));

    assertEquals(List.of("type,rcpt\r\nd,b@example.com\r\n"), loaded);
    assertEquals(List.of(half), Files.readAllLines(file));
  }

  @Test
  void aLoaderThatFailsLeavesAllLinesForTheNextReplay() throws Exception {
    assertEquals(-1, rejects.replay(reject -> true, csv -> 1));

    assertEquals(3, rejects.read().size());
    assertEquals(3, rejects.replay(reject -> true, this::load));
    assertEquals(0, rejects.read().size());
  }

  @Test
  void whatACrashLeftApartIsFoundWithWhatCameSince() throws Exception {
    Files.move(file, folder.resolve("rejects.jsonl.replaying"));
    String since = line("type,rcpt", "d,new@example.com");
    Files.write(file, List.of(since));

    assertEquals(4, rejects.read().size());
    assertEquals(1, rejects.drop(reject -> reject.json().equals(since)));
    assertEquals(List.of(ONE, TWO, THREE), Files.readAllLines(file));
    assertFalse(Files.exists(folder.resolve("rejects.jsonl.replaying")));
  }

  @Test
  void aLineThatIsRefusedAgainIsBackInTheFile() throws Exception {
    rejects.replay(
        reject -> reject.json().equals(ONE),
        csv -> {
          write(ONE.replace("why", "still why"));
          return 0;
        });

    assertEquals(3, rejects.read().size());
    assertEquals("still why", rejects.read().get(0).reason());
  }

  @Test
  void oneCommandAtATimeDecides() throws Exception {
    List<String> refusals = new ArrayList<>();

    int replayed =
        rejects.replay(
            reject -> reject.json().equals(ONE),
            csv -> {
              IOException refused =
                  assertThrows(IOException.class, () -> new RejectsFile(file).drop(reject -> true));
              refusals.add(refused.getMessage());
              return 0;
            });

    assertEquals(1, replayed);
    assertEquals(
        List.of("another deadletter command works on " + file + "; try again after it"), refusals);
    assertEquals(List.of(TWO, THREE), Files.readAllLines(file));
    assertEquals(2, new RejectsFile(file).drop(reject -> true));
  }

  @Test
  void noFileIsNothingSetAside() throws Exception {
    Files.delete(file);

    assertEquals(List.of(), rejects.read());
    assertEquals(0, rejects.replay(reject -> true, this::load));
  }

  private int load(Path csv) {
    try {
      loaded.add(Files.readString(csv));
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String line) {
    try {
      Files.write(file, List.of(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(String headings, String entry) {
    return "{\"time\":\"2026-01-01T12:00:00Z\",\"reason\":\"why\",\"source\":\"stdin\",\"line\":2,\"headings\":\""
        + headings
        + "\",\"entry\":\""
        + entry
        + "\"}";
  }
}
