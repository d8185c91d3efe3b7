package io.github.pmtatracking.process;

import io.github.pmtatracking.settings.BadSettingException;

/** A route file of the operator cannot be used; each line of the message names one fault. */
public final class RouteFaultException extends BadSettingException {
  private static final long serialVersionUID = 1L;

  RouteFaultException(String message) {
    super(message);
  }
}
