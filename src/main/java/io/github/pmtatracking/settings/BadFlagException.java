package io.github.pmtatracking.settings;

/** The value of a flag cannot be read: wrong usage, exit code 2. */
public final class BadFlagException extends BadSettingException {
  private static final long serialVersionUID = 1L;

  BadFlagException(String message, Throwable cause) {
    super(message, cause);
  }
}
