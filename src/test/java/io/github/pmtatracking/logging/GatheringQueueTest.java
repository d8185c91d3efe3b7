package io.github.pmtatracking.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GatheringQueueTest {
  private final GatheringQueue<Integer> queue = new GatheringQueue<>(100);

  @Test
  @Timeout(30)
  void everythingComesInOrder() throws Exception {
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 10_000; i++) {
                try {
                  queue.put(i);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              }
            });

    for (int i = 0; i < 10_000; i++) {
      assertEquals(i, queue.take());
    }
    writer.get();
  }

  @Test
  @Timeout(30)
  void anInterruptEndsTheWait() {
    Thread.currentThread().interrupt();

    assertThrows(InterruptedException.class, queue::take);
  }
}
