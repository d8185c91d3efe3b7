/** Doubles and helpers that the tests of several packages use. */
@NullMarked
package io.github.pmtatracking.testing;

import org.jspecify.annotations.NullMarked;
