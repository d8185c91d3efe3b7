package io.github.pmtatracking.wrapper.mime;

/** A body that is not in the transfer encoding that its header names; it is left as it is. */
public final class MalformedBodyException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedBodyException(String message) {
    super(message);
  }
}
