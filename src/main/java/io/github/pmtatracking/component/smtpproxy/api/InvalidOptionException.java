package io.github.pmtatracking.component.smtpproxy.api;

/** The value of an option of the component cannot be used. */
public final class InvalidOptionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String option;
  private final String reason;

  /**
   * @param option the name of the option, as in an endpoint's URI
   * @param reason the fault and the wanted value, in one line
   */
  public InvalidOptionException(String option, String reason) {
    super(option + ": " + reason);
    this.option = option;
    this.reason = reason;
  }

  /** The name of the option. */
  public String option() {
    return option;
  }

  /** The message without the name of the option. */
  public String reason() {
    return reason;
  }
}
