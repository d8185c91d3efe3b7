package io.github.pmtatracking.spool;

/**
 * A place in a spool: everything before it was drained.
 *
 * @param segment number of the segment
 * @param offset bytes from the segment's beginning
 */
record Position(long segment, long offset) {
  static final Position START = new Position(0, 0);
}
