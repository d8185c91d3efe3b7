package io.github.pmtatracking.ingest;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The clock of another machine. */
public interface RemoteClock {
  /**
   * What time it is there, to a second; null when that machine answers but does not say.
   *
   * @throws IOException when it does not answer
   */
  @Nullable Instant now() throws IOException;
}
