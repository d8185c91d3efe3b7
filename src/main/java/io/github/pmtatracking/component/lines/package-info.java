/**
 * The Camel component {@code lines:}, a consumer of lines of text from standard input or from
 * files: what has arrived goes to the route in groups, nothing that was read is dropped when the
 * route stops, and the end of input is told to whoever wants to know. Camel's {@code stream:in}
 * hands on line by line, lives on after the end and loses what its reader holds at SIGTERM. Knows
 * nothing of tracking and nothing of the other packages.
 */
@NullMarked
package io.github.pmtatracking.component.lines;

import org.jspecify.annotations.NullMarked;
