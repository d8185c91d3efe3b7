/**
 * The Camel component {@code lines:}, a consumer of lines of text from standard input or from
 * files. Lines go to the route in groups as they arrive, no line that was read is lost when the
 * route stops, and a listener is notified of the end of input. ADR 13 says why it is not Camel's
 * {@code stream:}. Knows nothing of tracking and imports no other package of this project.
 */
@NullMarked
package io.github.pmtatracking.component.lines;

import org.jspecify.annotations.NullMarked;
