/**
 * The structure of a mail as byte ranges: header fields, multipart boundaries, content types and
 * transfer encodings (RFC 2045 to 2047, 2231, 5322). {@link
 * io.github.pmtatracking.wrapper.mime.HtmlPartFinder} finds the HTML parts; {@link
 * io.github.pmtatracking.wrapper.mime.TransferEncoding} decodes a body and writes it again, with
 * every byte outside of an edit as it was. Knows nothing of HTML or tracking.
 */
@NullMarked
package io.github.pmtatracking.wrapper.mime;

import org.jspecify.annotations.NullMarked;
