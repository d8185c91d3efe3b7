package io.github.pmtatracking.ingest;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The clock of another machine. */
public interface RemoteClock {
  /**
   * The time there, to a second; null when that machine answers without a time.
   *
   * @throws IOException when it does not answer
   */
  @Nullable Instant now() throws IOException;
}
