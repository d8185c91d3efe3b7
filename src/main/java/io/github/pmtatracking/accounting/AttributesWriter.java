package io.github.pmtatracking.accounting;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Writes attribute records to the place where the feeder reads them. Thread-safe. */
public interface AttributesWriter {

  /**
   * Writes all of them. Writing a record twice has the effect of writing it once.
   *
   * @return completes when all are written; fails if one is not (others may be). May complete on an
   *     event loop
   */
  CompletableFuture<Void> write(List<AttributeRecord> attributes);

  /** Completes if the place answers at all. Costs less than a batch that may be refused. */
  CompletableFuture<Void> probe();
}
