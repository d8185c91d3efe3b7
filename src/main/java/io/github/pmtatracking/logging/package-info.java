/** The log: its target, the form of its lines, and its behavior when lines come too fast. */
@NullMarked
package io.github.pmtatracking.logging;

import org.jspecify.annotations.NullMarked;
