package io.github.pmtatracking.process;

import io.github.pmtatracking.settings.BadSettingException;

/** The address of health and metrics cannot be listened on, for example because it is in use. */
public final class PortTakenException extends BadSettingException {
  private static final long serialVersionUID = 1L;

  PortTakenException(String message, Throwable cause) {
    super(message, cause);
  }
}
