/**
 * Seeded, bounded noise against the real processes: HTTP against the tracker, SMTP and mail against
 * the wrapper, queue entries against the feeder, accounting lines against acct_etl. Honest work in
 * between must be done as if there were no noise.
 */
package io.github.pmtatracking.fuzz;
