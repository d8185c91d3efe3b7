/**
 * The commands, with the flags of the original tool. {@link
 * io.github.pmtatracking.command.Commands} lists them. The commands of the programs turn their
 * flags into settings and run a process; {@code linktool}, {@code deadletter}, {@code redis-setup},
 * {@code demo} and {@code aot} do their work and end.
 */
@NullMarked
package io.github.pmtatracking.command;

import org.jspecify.annotations.NullMarked;
