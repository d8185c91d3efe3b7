/**
 * Text that people write and read: sizes, times, addresses and networks as an operator writes them,
 * and text from outside as it may stand in a log. It depends on no other package of this project,
 * so that programs and components read a value in the same way.
 */
@NullMarked
package io.github.pmtatracking.text;

import org.jspecify.annotations.NullMarked;
