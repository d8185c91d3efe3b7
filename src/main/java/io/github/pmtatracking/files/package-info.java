/** Files that hold recipients' addresses: who may read them. */
@NullMarked
package io.github.pmtatracking.files;

import org.jspecify.annotations.NullMarked;
