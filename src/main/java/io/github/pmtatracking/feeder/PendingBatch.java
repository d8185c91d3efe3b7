package io.github.pmtatracking.feeder;

import java.time.Instant;

/**
 * A batch whose verdict is to be asked for.
 *
 * @param takenAt when the API took it, to the millisecond
 * @param batchId the API's name of it
 */
public record PendingBatch(Instant takenAt, String batchId) {

  /** How it is noted in Redis: ms since 1970, a blank, and the id. */
  String name() {
    return takenAt.toEpochMilli() + " " + batchId;
  }

  static PendingBatch ofName(String name) {
    int blank = name.indexOf(' ');
    return new PendingBatch(
        Instant.ofEpochMilli(Long.parseLong(name.substring(0, blank))), name.substring(blank + 1));
  }
}
