/**
 * What stands in for the outside world, so that the chain can be tried on one machine: an ingest
 * API that takes events and remembers them. Nothing in production uses this room.
 */
@NullMarked
package io.github.pmtatracking.demo;

import org.jspecify.annotations.NullMarked;
