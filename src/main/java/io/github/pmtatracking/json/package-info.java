/** JSON text as the original tool writes it, that is, as Go's encoding/json does. */
@NullMarked
package io.github.pmtatracking.json;

import org.jspecify.annotations.NullMarked;
