package io.github.pmtatracking.settings;

/**
 * A setting, or what it points at, cannot be used; the process does not start. The message names
 * the setting, the value seen and the value wanted, and is meant for the operator as it is.
 */
public class BadSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadSettingException(String message) {
    super(message);
  }

  public BadSettingException(String message, Throwable cause) {
    super(message, cause);
  }
}
