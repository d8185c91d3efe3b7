package io.github.pmtatracking.feeder.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class NdjsonUploadTest {
  @Test
  void anUploadKnowsItsSizesAndItsOldestEvent() throws Exception {
    NdjsonUpload upload = upload("ccc", "a", "bb");

    assertEquals(3, upload.size());
    assertEquals("ccc\na\nbb\n".length(), upload.rawLength());
    assertEquals(1, upload.oldest());
    assertEquals("ccc\na\nbb\n", lines(upload));
  }

  @Test
  void halvesHaveAllLinesInOrder() throws Exception {
    NdjsonUpload upload = upload("a", "b", "c", "d", "e");

    assertEquals("a\nb\n", lines(upload.firstHalf()));
    assertEquals("c\nd\ne\n", lines(upload.secondHalf()));
    assertEquals("b\nc\nd\n", lines(upload.part(1, 4)));
  }

  @Test
  void aFilterKeepsTheOriginsOfItsLines() throws Exception {
    NdjsonUpload upload = upload("a", "bb", "ccc");

    NdjsonUpload rest = upload.filter(origin -> origin.timestamp() != 2);

    assertNotNull(rest);
    assertEquals("a\nccc\n", lines(rest));
    assertEquals("id of ccc", rest.origins().get(1).id());
    assertNull(upload.filter(origin -> false));
  }

  @Test
  void anUploadIsMixedWhenSomeMessagesHaveARecord() {
    assertTrue(upload("known", "b").isMixed());
    assertFalse(upload("known").isMixed());
    assertFalse(upload("a", "b").isMixed());
  }

  @Test
  void theDeadLetterOfAnEventHasItsIdAndItsEntry() {
    DeadLetter letter = upload("a").toDeadLetter(DeadLetter.REFUSED, "why", Instant.EPOCH);

    assertEquals("id of a", letter.id());
    assertEquals("why", letter.detail());
    assertArrayEquals("entry of a".getBytes(UTF_8), letter.entry());
  }

  private static NdjsonUpload upload(String... lines) {
    UploadWriter writer = new UploadWriter(1_000_000, 6);
    for (String line : lines) {
      writer.line().raw(line).raw("\n");
      byte[] entry = ("entry of " + line).getBytes(UTF_8);
      writer.add("id of " + line, entry, line.length(), line.equals("known"));
    }
    return writer.finish().get(0);
  }

  private static String lines(NdjsonUpload upload) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(upload.gzip()))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
