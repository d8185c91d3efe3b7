/**
 * The commands, with the flags of the original tool: each turns its flags into settings and runs a
 * process.
 */
@NullMarked
package io.github.pmtatracking.command;

import org.jspecify.annotations.NullMarked;
