/**
 * Hosts the flows of one process: starts Camel with their routes and beans, serves health and
 * metrics, and ends in order on a signal. Knows none of the programs.
 */
@NullMarked
package io.github.pmtatracking.process;

import org.jspecify.annotations.NullMarked;
