package io.github.pmtatracking.accounting;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The headings that an earlier process saved. */
@FunctionalInterface
public interface SavedColumnLayout {

  /**
   * Reads {@code acct_headers}, waiting as long as the reader may be held.
   *
   * @return its JSON, or null if Redis has none
   * @throws IOException if Redis did not answer in time
   */
  byte @Nullable [] read() throws IOException;
}
