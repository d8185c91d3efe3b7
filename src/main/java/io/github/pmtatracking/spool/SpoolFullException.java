package io.github.pmtatracking.spool;

import java.io.IOException;

/** A record was refused because the spool is at its size limit; draining makes room again. */
public final class SpoolFullException extends IOException {
  private static final long serialVersionUID = 1L;

  SpoolFullException(String message) {
    super(message);
  }
}
