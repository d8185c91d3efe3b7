package io.github.pmtatracking.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BatchingLogQueueTest {
  /** Smaller numbers are lines that may wait. */
  private static final int WAITING = 1_000_000;

  private final LongAdder dropped = new LongAdder();
  private final BatchingLogQueue<Integer> queue =
      new BatchingLogQueue<>(100, dropped, line -> line < WAITING, 60_000);

  @Test
  @Timeout(30)
  void allLinesComeInOrder() throws Exception {
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
  void aLineThatFindsTheQueueFullIsDroppedAndCounted() {
    for (int i = 0; i < 130; i++) {
      assertTrue(queue.offer(WAITING + i));
    }

    assertEquals(100, queue.size());
    assertEquals(30, dropped.sum());
  }

  @Test
  @Timeout(30)
  void aLineThatMayWaitWaitsForRoom() throws Exception {
    fill(queue, 10_000);

    for (int i = 0; i < 10_000; i++) {
      assertEquals(i, queue.take());
    }
    assertEquals(0, dropped.sum());
  }

  @Test
  @Timeout(30)
  void aLineThatMayWaitIsDroppedWhenTheConsumerHasStalled() throws Exception {
    BatchingLogQueue<Integer> stopped = new BatchingLogQueue<>(100, dropped, line -> true, 1);

    fill(stopped, 1_000).join();

    assertEquals(100, stopped.size());
    assertEquals(900, dropped.sum());
  }

  private static Thread fill(BatchingLogQueue<Integer> queue, int count) {
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; i < count; i++) {
                assertTrue(queue.offer(i));
              }
            },
            "writer");
    writer.start();
    return writer;
  }

  @Test
  @Timeout(30)
  void anInterruptEndsTheWait() {
    Thread.currentThread().interrupt();

    assertThrows(InterruptedException.class, queue::take);
  }
}
