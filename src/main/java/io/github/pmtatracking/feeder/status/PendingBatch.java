package io.github.pmtatracking.feeder.status;

import java.time.Instant;

/**
 * A batch that the API accepted and whose status is not known yet.
 *
 * @param acceptedAt time of the response, to the millisecond
 * @param batchId the API's name of the batch
 */
public record PendingBatch(Instant acceptedAt, String batchId) {

  /** The name in Redis: ms since 1970, a blank, and the id. */
  String name() {
    return acceptedAt.toEpochMilli() + " " + batchId;
  }

  static PendingBatch ofName(String name) {
    int blank = name.indexOf(' ');
    return new PendingBatch(
        Instant.ofEpochMilli(Long.parseLong(name.substring(0, blank))), name.substring(blank + 1));
  }
}
