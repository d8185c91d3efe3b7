package io.github.pmtatracking.wrapper.mime;

/** A message has more parts or more header fields than may be read. */
public final class MimeLimitException extends Exception {
  private static final long serialVersionUID = 1L;

  MimeLimitException(String message) {
    super(message, null, false, false);
  }
}
