/**
 * The clock for durations: {@link io.github.pmtatracking.time.Ticker}. A class gets it from
 * outside, so that a test can set it. Dates come from {@link java.time.InstantSource}.
 */
@NullMarked
package io.github.pmtatracking.time;

import org.jspecify.annotations.NullMarked;
