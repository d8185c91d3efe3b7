/**
 * Runs the flows of one process: starts Camel with their routes and beans, serves health and
 * metrics, and stops in order on a signal. Does not depend on any program.
 */
@NullMarked
package io.github.pmtatracking.process;

import org.jspecify.annotations.NullMarked;
