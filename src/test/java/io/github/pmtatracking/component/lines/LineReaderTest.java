package io.github.pmtatracking.component.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.time.Ticker;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineReaderTest {
  @TempDir private Path folder;
  private final LinkedBlockingQueue<LineGroup> groups = new LinkedBlockingQueue<>();
  private final List<String> told = new ArrayList<>();

  private final LinesListener listener =
      new LinesListener() {
        @Override
        public void ending() {
          told.add("ending");
        }

        @Override
        public void ended(List<String> unreadable) {
          told.add("ended " + unreadable.size());
          told.addAll(unreadable);
        }
      };

  @Test
  void groupsHaveAtMostMaxLinesAndKnowTheirFirstLine() throws Exception {
    Path file = file("one", "1\n2\n3\n4\n5\n");

    reader(List.of(file), 2, groups::add).run();

    assertEquals(
        List.of(
            new LineGroup(List.of("1", "2"), file.toString(), 1, 100, false),
            new LineGroup(List.of("3", "4"), file.toString(), 3, 100, false),
            new LineGroup(List.of("5"), file.toString(), 5, 100, false)),
        List.copyOf(groups));
    assertEquals(List.of("ending", "ended 0"), told);
  }

  @Test
  void theLastLineOfAFileNeedsNoLineEnd() throws Exception {
    reader(List.of(file("one", "1\r\n2")), 10, groups::add).run();

    assertEquals(List.of("1", "2"), lines());
    assertTrue(groups.stream().noneMatch(LineGroup::truncated));
  }

  @Test
  void filesAreReadOneAfterAnotherAndCompressedOnesAreDecompressed() throws Exception {
    Path compressed = folder.resolve("two.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
      out.write("b\n".getBytes(UTF_8));
    }

    reader(List.of(file("one", "a"), compressed, file("three", "c\n")), 10, groups::add).run();

    assertEquals(List.of("a", "b", "c"), lines());
    assertEquals(3, groups.size(), "no group mixes files");
  }

  @Test
  void aFileThatCannotBeReadIsReportedAndTheNextOneIsRead() throws Exception {
    Path missing = folder.resolve("missing");

    reader(List.of(missing, file("two", "b\n")), 10, groups::add).run();

    assertEquals(List.of("b"), lines());
    assertEquals("ended 1", told.get(1));
    assertTrue(told.get(2).startsWith(missing + " cannot be read to its end"), told.get(2));
  }

  @Test
  void aStopDeliversTheLinesThatWereReadAndTheLastOneAsTruncated() throws Exception {
    LineReader[] reader = new LineReader[1];
    reader[0] =
        reader(
            List.of(file("one", "a\nb\nc"), file("two", "d\n")),
            1,
            group -> {
              groups.add(group);
              reader[0].beginStop();
            });

    reader[0].run();

    assertEquals(List.of("a", "b", "c"), lines());
    assertEquals(List.of(false, false, true), groups.stream().map(LineGroup::truncated).toList());
    assertEquals(List.of("ending"), told, "the end of input was not reached");
  }

  @Test
  void aPausedReaderDeliversNothingUntilItIsResumed() throws Exception {
    LineReader reader = reader(List.of(file("one", "a\nb\n")), 1, groups::add);
    reader.pause();
    Thread thread = new Thread(reader);
    thread.start();
    await().during(Duration.ofMillis(300)).until(groups::isEmpty);

    reader.resume();

    thread.join(30_000);
    assertEquals(List.of("a", "b"), lines());
  }

  @Test
  void aPausedReaderCanBeStopped() throws Exception {
    LineReader reader = reader(List.of(file("one", "a\nb\n")), 1, groups::add);
    reader.pause();
    Thread thread = new Thread(reader);
    thread.start();

    assertTrue(reader.stop(thread, 30_000));

    assertTrue(List.of(List.of("a", "b"), List.of()).contains(lines()), lines().toString());
  }

  private LineReader reader(List<Path> files, int maxLines, Consumer<LineGroup> target) {
    return new LineReader(files, maxLines, 1_000, target, listener, Ticker.system());
  }

  private Path file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  private List<String> lines() {
    return groups.stream().flatMap(group -> group.lines().stream()).toList();
  }
}
