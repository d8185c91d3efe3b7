package io.github.pmtatracking.spool;

/**
 * What a spool holds and what it went through since it was opened.
 *
 * @param records records that wait to be drained
 * @param bytes what the spool occupies on disk and in its writer's queue
 * @param appended records kept since opening
 * @param drained records that a handler took since opening
 * @param refused records that {@code append} did not keep, being full or for a failed write; their
 *     callers were told and still have them
 * @param lost damaged places found in the segments: records that had been kept and cannot be given
 *     back (at least one each)
 */
public record SpoolCounters(
    long records, long bytes, long appended, long drained, long refused, long lost) {}
