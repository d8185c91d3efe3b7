package io.github.pmtatracking.wrapper.mime;

/** Why {@link HtmlPartFinder} did not enter a part that may hold HTML. */
public enum NotEnteredReason {
  /** A multipart without usable boundary, a damaged part header, or parts nested too deep. */
  MALFORMED_MIME,
  /** Signed or encrypted content, or a report. */
  PROTECTED_CONTENT,
  /** HTML in a transfer encoding that is not known. */
  UNKNOWN_ENCODING,
  /** An HTML part with a file name, which is not the first part of its multipart/mixed. */
  FILE
}
