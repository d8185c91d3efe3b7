/**
 * HTML bodies: their text in the charset of the part, their tokens, and the edits that add pixels
 * and tracked links (https://html.spec.whatwg.org/multipage/parsing.html).
 */
@NullMarked
package io.github.pmtatracking.wrapper.html;

import org.jspecify.annotations.NullMarked;
