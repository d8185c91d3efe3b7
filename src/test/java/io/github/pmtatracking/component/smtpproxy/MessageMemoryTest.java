package io.github.pmtatracking.component.smtpproxy;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MessageMemoryTest {
  private static final int MIB = 1 << 20;

  @Test
  void whatDoesNotFitBesideTheOthersIsGivenNoRoom() {
    MessageMemory memory = new MessageMemory(100 * MIB, 1);
    MessageMemory.Room ten = memory.take(10 * MIB);
    assertNotNull(ten);
    assertNull(memory.take(20 * MIB)); // which takes 80 of the 60 that are left
    assertNotNull(memory.take(14 * MIB));
    assertNull(memory.take(5 * MIB));
    ten.close();
    assertNotNull(memory.take(5 * MIB));
  }

  @Test
  void whatIsLargerThanAllTheRoomGetsAllOfIt() {
    MessageMemory memory = new MessageMemory(10 * MIB, 1);
    try (MessageMemory.Room all = memory.take(1_000L * MIB)) {
      assertNotNull(all);
      assertNull(memory.take(1));
    }
    assertNotNull(memory.take(1));
  }

  @Test
  void whoWaitsGetsTheRoomThatIsGivenBack() throws Exception {
    MessageMemory memory = new MessageMemory(10 * MIB, 60_000);
    MessageMemory.Room first = memory.take(2 * MIB);
    assertNotNull(first);
    CompletableFuture<MessageMemory.Room> second =
        CompletableFuture.supplyAsync(() -> memory.take(2 * MIB));
    first.close();
    assertNotNull(second.get(60, TimeUnit.SECONDS));
  }
}
