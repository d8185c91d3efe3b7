package io.github.pmtatracking.wrapper;

/**
 * The handling of a message with a signature of ARC or DomainKeys and none of DKIM. Tracking breaks
 * these signatures.
 */
public enum ArcSigned {
  /** It is tracked. */
  TRACK,
  /** Its body stays as it is. */
  SKIP
}
