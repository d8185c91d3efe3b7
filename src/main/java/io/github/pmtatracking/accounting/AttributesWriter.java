package io.github.pmtatracking.accounting;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Puts attributes where they are looked up. Thread-safe. */
public interface AttributesWriter {

  /**
   * Writes all of them; writing the same again does no harm.
   *
   * @return completes when all are written, fails if one is not (others may be); perhaps on an
   *     event loop
   */
  CompletableFuture<Void> write(List<AttributeRecord> attributes);

  /** Completes if the place answers at all; cheaper than a batch that it may not take. */
  CompletableFuture<Void> probe();
}
