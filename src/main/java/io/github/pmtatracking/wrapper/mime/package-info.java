/**
 * The structure of a mail as byte ranges: header fields, multipart boundaries, content types and
 * transfer encodings (RFC 2045 to 2047, 2231, 5322). Decodes and encodes a body without a change to
 * any byte outside of an edit.
 */
@NullMarked
package io.github.pmtatracking.wrapper.mime;

import org.jspecify.annotations.NullMarked;
