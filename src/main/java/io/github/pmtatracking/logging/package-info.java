/** Where log lines go and how they look. */
@NullMarked
package io.github.pmtatracking.logging;

import org.jspecify.annotations.NullMarked;
