/** Ranges of bytes and streams of bytes, without any meaning of mail. */
@NullMarked
package io.github.pmtatracking.wrapper.bytes;

import org.jspecify.annotations.NullMarked;
