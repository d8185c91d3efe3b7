/**
 * What an operator can set: defaults, a file, the environment and the command line in one place,
 * read once and checked where a flow is put together.
 */
@NullMarked
package io.github.pmtatracking.settings;

import org.jspecify.annotations.NullMarked;
