package io.github.pmtatracking.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Ids for entries of the original's tracker, which have none: derived from the batch's name and the
 * entry's place in it, so that each retry and each take-over of the batch gives the same
 * (docs/formats.md, "Event ids": a repeated id is dropped). Immutable.
 */
public final class DerivedEventIds {
  private final long seed;

  public DerivedEventIds(String batchName) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(batchName.getBytes(StandardCharsets.UTF_8));
      seed = ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java has SHA-256", e);
    }
  }

  /** The id of the entry at {@code place}, decimal, 0..2^63-1. */
  public String at(int place) {
    // Distinct places give distinct inputs of a one-to-one scrambling (Stafford's mix 13).
    long z = seed + place * 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return Long.toString((z ^ z >>> 31) >>> 1);
  }
}
