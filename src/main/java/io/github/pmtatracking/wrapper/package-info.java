/**
 * The rewriting of one message: {@link io.github.pmtatracking.wrapper.MessageRewriter} takes the
 * bytes of a mail and its recipients, and gives back a copy for each with tracked links and pixels.
 * MIME is scanned as byte ranges and copied, only HTML bodies are decoded, edited in place and
 * encoded again, so that every byte outside an edit stays as it came (docs/formats.md, "Changes to
 * a message"; RFC 2045-2047, 2231). Knows nothing of SMTP.
 */
@NullMarked
package io.github.pmtatracking.wrapper;

import org.jspecify.annotations.NullMarked;
