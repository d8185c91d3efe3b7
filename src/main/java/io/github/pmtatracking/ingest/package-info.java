/**
 * How the ingest API is reached: through which proxy, whose certificates are trusted, how much of
 * an answer is read, and what of an answer may stand in a log.
 */
@NullMarked
package io.github.pmtatracking.ingest;

import org.jspecify.annotations.NullMarked;
