package io.github.pmtatracking.component.smtpproxy.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.api.SmtpRefusal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MessageMemoryTest {
  private static final int MIB = 1 << 20;
  private static final long TIMEOUT = 60_000;

  private static ReservedRoom room(MessageMemory memory, long size) {
    ReservedRoom room = memory.take(size, Long.MAX_VALUE);
    assertNotNull(room);
    return room;
  }

  @Test
  void whatDoesNotFitBesideTheOthersIsGivenNoRoom() {
    MessageMemory memory = new MessageMemory(200 * MIB, 1);
    ReservedRoom forty = room(memory, 40 * MIB);
    assertNull(memory.take(80 * MIB, Long.MAX_VALUE)); // of the 60 that are left of half
    room(memory, 55 * MIB);
    assertNull(memory.take(20 * MIB, Long.MAX_VALUE));
    forty.close();
    room(memory, 20 * MIB);
  }

  @Test
  void whatIsLargerThanAllTheRoomGetsAllOfIt() {
    MessageMemory memory = new MessageMemory(10 * MIB, 1);
    try (ReservedRoom all = room(memory, 1_000L * MIB)) {
      assertNotNull(all);
      assertNull(memory.take(1, Long.MAX_VALUE));
    }
    room(memory, 1);
  }

  @Test
  void whoWaitsGetsTheRoomThatIsGivenBack() throws Exception {
    MessageMemory memory = new MessageMemory(4 * MIB, TIMEOUT);
    ReservedRoom first = room(memory, 2 * MIB - 1);
    CompletableFuture<ReservedRoom> second =
        CompletableFuture.supplyAsync(() -> room(memory, 2 * MIB - 1));
    first.close();
    assertNotNull(second.get(60, TimeUnit.SECONDS));
  }

  @Test
  void aSmallMessageDoesNotStandBehindALargeOneThatWaits() throws Exception {
    MessageMemory memory = new MessageMemory(40 * MIB, TIMEOUT);
    ReservedRoom first = room(memory, 12 * MIB);
    CompletableFuture<ReservedRoom> large =
        CompletableFuture.supplyAsync(() -> room(memory, 12 * MIB));
    room(memory, 10_000).close();
    first.close();
    assertNotNull(large.get(60, TimeUnit.SECONDS));
  }

  @Test
  void whatIsTakenForCopiesGoesDownToWhatIsKept() throws Exception {
    MessageMemory memory = new MessageMemory(40 * MIB, 1);
    ReservedRoom first = room(memory, 1);
    ReservedRoom second = room(memory, 1);

    assertTrue(first.takeScratch(8 * MIB));
    assertTrue(first.takeForCopies(8 * MIB));
    assertThrows(SmtpRefusal.class, () -> second.takeScratch(8 * MIB));
    assertThrows(SmtpRefusal.class, () -> second.takeForCopies(8 * MIB));
    first.keep(MIB);
    assertTrue(second.takeScratch(8 * MIB));
    assertTrue(second.takeForCopies(8 * MIB));
    second.close();
    first.close();
    ReservedRoom third = room(memory, 1);
    assertTrue(third.takeForCopies(10 * MIB - 1));
  }

  @Test
  void whatOneMessageNeverGetsIsSaidAtOnce() throws Exception {
    MessageMemory memory = new MessageMemory(40 * MIB, TIMEOUT);
    ReservedRoom room = room(memory, 1);

    assertFalse(room.takeScratch(11 * MIB));
    assertFalse(room.takeForCopies(11 * MIB));
  }

  @Test
  void aMessageForWhichThereIsNoRoomComesLater() {
    MessageMemory memory = new MessageMemory(40 * MIB, 1);
    ReservedRoom first = room(memory, 1);
    ReservedRoom second = room(memory, 1);

    SmtpRefusal refusal =
        assertThrows(
            SmtpRefusal.class,
            () -> {
              first.takeForCopies(8 * MIB);
              second.takeForCopies(8 * MIB);
            });

    assertEquals(
        "452 4.3.1 Insufficient memory for the message, try again later",
        refusal.reply().toString());
  }
}
