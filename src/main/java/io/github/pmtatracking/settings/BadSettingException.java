package io.github.pmtatracking.settings;

/**
 * A setting, or the thing that it names, cannot be used; the process does not start. The message is
 * for the operator: it names the setting, its value, and the values that would be right.
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
