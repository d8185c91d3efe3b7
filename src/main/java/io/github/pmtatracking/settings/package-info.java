/**
 * The settings: defaults, a file, the environment and the command line in one place. They are read
 * once, and checked where a program is put together.
 */
@NullMarked
package io.github.pmtatracking.settings;

import org.jspecify.annotations.NullMarked;
