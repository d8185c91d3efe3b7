/**
 * An append-only spool on local disk, in which records wait while Redis is unavailable.
 *
 * <p>A {@link io.github.pmtatracking.spool.Spool} belongs to one process at a time (a lock on its
 * folder). {@code append} hands a record to a writer thread and returns at once; {@code drain}
 * gives them to a handler in order, at least once. On disk there are segment files of framed
 * records (marker, length, CRC-32C, bytes) and a small file with the place up to which records were
 * drained. A record that a crash left unfinished is cut off when the spool is opened again; a
 * record damaged in the middle is skipped, counted and logged.
 *
 * <pre>{@code
 * try (Spool spool = Spool.open(SpoolOptions.of("tracker.spool", folder, 256 << 20))) {
 *   spool.append(bytes).whenComplete((kept, failure) -> ...);
 *   spool.drain(records -> redis.rpush(key, records));
 * }
 * }</pre>
 */
@NullMarked
package io.github.pmtatracking.spool;

import org.jspecify.annotations.NullMarked;
