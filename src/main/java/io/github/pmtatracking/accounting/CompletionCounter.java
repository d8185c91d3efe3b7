package io.github.pmtatracking.accounting;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Completes when all of a number of commands are answered, or with the first failure. Thread-safe.
 */
final class CompletionCounter {
  private final AtomicInteger open;
  private final CompletableFuture<Void> all = new CompletableFuture<>();

  /**
   * @param commands at least 1
   */
  CompletionCounter(int commands) {
    this.open = new AtomicInteger(commands);
  }

  CompletableFuture<Void> all() {
    return all;
  }

  void answered(@Nullable Throwable failure) {
    if (failure != null) {
      all.completeExceptionally(failure);
    } else if (open.decrementAndGet() == 0) {
      all.complete(null);
    }
  }
}
