/** Time that a class gets from outside, so that a test can set it. */
@NullMarked
package io.github.pmtatracking.time;

import org.jspecify.annotations.NullMarked;
