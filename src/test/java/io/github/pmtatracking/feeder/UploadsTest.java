package io.github.pmtatracking.feeder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class UploadsTest {
  @Test
  void aBatchIsSplitBeforeTheLineThatWouldExceedTheLimit() throws Exception {
    Uploads uploads = Uploads.of(batch("aaaa", "bbb", "cccc", "d"), List.of(), 9, 6);

    assertEquals(List.of("aaaa\nbbb\n", "cccc\nd\n"), drain(uploads));
  }

  @Test
  void aLineLongerThanTheLimitGoesAlone() throws Exception {
    Uploads uploads = Uploads.of(batch("a", "bbbbbbbbbbbb", "c"), List.of(), 4, 6);

    assertEquals(List.of("a\n", "bbbbbbbbbbbb\n", "c\n"), drain(uploads));
  }

  @Test
  void anEmptyBatchHasNothingToPost() {
    assertFalse(Uploads.of(batch(), List.of(), 100, 6).isOpen());
  }

  @Test
  void halvesComeInOrderBeforeTheRest() throws Exception {
    Uploads uploads = Uploads.of(batch("a", "b", "c", "d", "e"), List.of(), 6, 6);

    uploads.halveHead();

    assertEquals(List.of("a\n", "b\nc\n", "d\ne\n"), drain(uploads));
  }

  @Test
  void aHeadIsCompressedOnceHoweverOftenItIsPosted() {
    Uploads uploads = Uploads.of(batch("a"), List.of(), 100, 6);

    assertSame(uploads.gzip(), uploads.gzip());
  }

  @Test
  void aSingleEventIsSetAsideWithItsIdAndItsEntry() {
    Uploads uploads = Uploads.of(batch("a"), List.of(), 100, 6);

    DeadLetter letter = uploads.head().setAside(DeadLetter.REFUSED, "why", Instant.EPOCH);

    assertEquals("id of a", letter.id());
    assertArrayEquals("entry of a".getBytes(UTF_8), letter.entry());
  }

  private static EventBatch batch(String... lines) {
    EventBatch batch = new EventBatch(lines.length, 16);
    for (String line : lines) {
      batch.lines().raw(line).raw("\n");
      batch.add("id of " + line, ("entry of " + line).getBytes(UTF_8));
    }
    return batch;
  }

  private static List<String> drain(Uploads uploads) throws Exception {
    List<String> posted = new ArrayList<>();
    while (uploads.isOpen()) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(uploads.gzip()))) {
        posted.add(new String(in.readAllBytes(), UTF_8));
      }
      uploads.headTaken();
    }
    return posted;
  }
}
