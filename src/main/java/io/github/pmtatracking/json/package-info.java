/**
 * JSON text as the original tool writes it, with the escapes of Go's encoding/json: {@link
 * io.github.pmtatracking.json.JsonWriter} (docs/formats.md, "Link JSON"). JSON is read with Jackson
 * where it is needed.
 */
@NullMarked
package io.github.pmtatracking.json;

import org.jspecify.annotations.NullMarked;
