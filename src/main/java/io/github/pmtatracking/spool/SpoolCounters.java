package io.github.pmtatracking.spool;

/**
 * The size of a spool, and its counters since it was opened.
 *
 * @param records records that wait to be drained
 * @param bytes the space that the spool occupies on disk and in its writer's queue
 * @param appended records kept since opening
 * @param drained records that a handler took since opening
 * @param refused records that {@code append} refused, because the spool was full or a write failed
 * @param lost damaged places found in the segments: records that had been kept and cannot be given
 *     back (at least one each)
 */
public record SpoolCounters(
    long records, long bytes, long appended, long drained, long refused, long lost) {}
