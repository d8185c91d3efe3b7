package io.github.pmtatracking.feeder.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class PendingUploadsTest {
  @Test
  void aBatchIsSplitBeforeTheLineThatWouldExceedTheLimit() throws Exception {
    PendingUploads uploads = uploads(9, "aaaa", "bbb", "cccc", "d");

    assertEquals(List.of("aaaa\nbbb\n", "cccc\nd\n"), drain(uploads));
  }

  @Test
  void aLineLongerThanTheLimitGoesAlone() throws Exception {
    PendingUploads uploads = uploads(4, "a", "bbbbbbbbbbbb", "c");

    assertEquals(List.of("a\n", "bbbbbbbbbbbb\n", "c\n"), drain(uploads));
  }

  @Test
  void anEmptyBatchHasNothingToPost() {
    assertFalse(uploads(100).isOpen());
  }

  @Test
  void halvesComeInOrderBeforeTheRest() throws Exception {
    PendingUploads uploads = uploads(6, "a", "b", "c", "d", "e");

    uploads.splitHead();

    assertEquals(List.of("a\n", "b\nc\n", "d\ne\n"), drain(uploads));
  }

  @Test
  void aBatchOfMostlyBadEventsTakesAboutOnePostForEachEvent() {
    String[] lines = new String[1_024];
    Arrays.setAll(lines, i -> i % 100 == 77 ? "good" + i : "bad" + i);
    PendingUploads uploads = uploads(1_000_000, lines);
    int posts = 0;
    for (; uploads.isOpen(); posts++) {
      NdjsonUpload head = uploads.head();
      if (head.size() > 1) {
        uploads.splitHead();
      } else if (posts % 100 == 77) {
        uploads.headAccepted();
      } else {
        uploads.headRefused(head.toDeadLetter(DeadLetter.REFUSED, "why", Instant.EPOCH));
      }
    }

    assertTrue(posts < 1_024 + 100, posts + " posts");
  }

  @Test
  void theWorkOnABatchOfBadEventsGrowsLinearly() {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long small = allocatedWhileAllIsRefused(500, thread);
    long large = allocatedWhileAllIsRefused(4_000, thread);

    assertTrue(large < 24 * small, large + " bytes for 8 times the events of " + small + " bytes");
  }

  private static long allocatedWhileAllIsRefused(int events, ThreadMXBean thread) {
    String[] lines = new String[events];
    Arrays.setAll(lines, i -> "bad" + i + "x".repeat(500));
    PendingUploads uploads = uploads(4_900_000, lines);
    long before = thread.getCurrentThreadAllocatedBytes();
    while (uploads.isOpen()) {
      NdjsonUpload head = uploads.head();
      if (head.size() > 1) {
        uploads.splitHead();
      } else {
        uploads.headRefused(head.toDeadLetter(DeadLetter.REFUSED, "why", Instant.EPOCH));
      }
    }
    return thread.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void eventsOfMessagesWithARecordComeFirstWhenAMixedUploadIsRefused() throws Exception {
    UploadWriter writer = new UploadWriter(1_000, 6);
    for (int i = 0; i < 6; i++) {
      writer.line().raw("" + i).raw("\n");
      writer.add("" + i, new byte[0], 0, i % 2 == 1);
    }
    PendingUploads uploads = new PendingUploads(writer.finish(), List.of());

    uploads.splitHead();

    assertEquals(List.of("1\n3\n5\n", "0\n2\n4\n"), drain(uploads));
  }

  @Test
  void linesOfSeveralCompressedChunksKeepTheirPlaces() throws Exception {
    String[] lines = new String[2_000];
    Arrays.setAll(lines, i -> i + "x".repeat(i % 97));
    PendingUploads uploads = uploads(70_000, lines);

    uploads.splitHead();

    assertEquals(String.join("\n", lines) + "\n", String.join("", drain(uploads)));
  }

  @Test
  void eventsThatBecameTooOldLeaveAnUploadAndTheOthersStayUnchanged() throws Exception {
    PendingUploads uploads = uploads(100, "1", "333", "22", "4444");
    NdjsonUpload head = uploads.head();
    assertEquals(1, head.oldest());

    NdjsonUpload rest = head.filter(origin -> origin.timestamp() > 2);

    uploads.replaceHead(rest, List.of());
    assertEquals(3, uploads.head().oldest());
    assertEquals(2, uploads.head().size());
    assertEquals("333\n4444\n".length(), uploads.head().rawLength());
    assertEquals(List.of("333\n4444\n"), drain(uploads));
    assertNull(head.filter(origin -> origin.timestamp() > 4));
  }

  private static PendingUploads uploads(int maxBytes, String... lines) {
    UploadWriter writer = new UploadWriter(maxBytes, 6);
    for (String line : lines) {
      writer.line().raw(line).raw("\n");
      writer.add("id of " + line, ("entry of " + line).getBytes(UTF_8), line.length(), false);
    }
    return new PendingUploads(writer.finish(), List.of());
  }

  private static List<String> drain(PendingUploads uploads) throws Exception {
    List<String> posted = new ArrayList<>();
    while (uploads.isOpen()) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(uploads.gzip()))) {
        posted.add(new String(in.readAllBytes(), UTF_8));
      }
      uploads.headAccepted();
    }
    return posted;
  }
}
