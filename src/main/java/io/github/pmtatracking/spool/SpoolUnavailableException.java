package io.github.pmtatracking.spool;

import java.io.IOException;

/**
 * The spool cannot be used: its folder cannot be written, another process has it, the disk refused
 * a write, or it is closed. The message names the folder and the setting.
 */
public final class SpoolUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  SpoolUnavailableException(String message) {
    super(message);
  }

  SpoolUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
