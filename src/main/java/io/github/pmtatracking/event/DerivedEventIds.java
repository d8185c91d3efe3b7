package io.github.pmtatracking.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Ids for entries of the original's tracker, which have none. They are derived from the name of the
 * batch and the place of the entry, so that each retry and each take-over of the batch gives the
 * same ids, and the API drops repeated ones (docs/formats.md, "Event ids"). Immutable.
 */
public final class DerivedEventIds {
  private final long seed;

  public DerivedEventIds(String batchName) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(batchName.getBytes(StandardCharsets.UTF_8));
      seed = ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The id of the entry at {@code place}, decimal, 0..2^63-1. */
  public String at(int place) {
    // The factor is odd, so different places give different inputs.
    return EventIds.decimal(seed + place * 0x9e3779b97f4a7c15L);
  }
}
