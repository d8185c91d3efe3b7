/** The command line of pmta-tracking, from which every process starts. */
@NullMarked
package io.github.pmtatracking;

import org.jspecify.annotations.NullMarked;
