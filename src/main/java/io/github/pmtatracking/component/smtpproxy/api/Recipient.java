package io.github.pmtatracking.component.smtpproxy.api;

/**
 * A recipient that upstream has accepted.
 *
 * @param address the forward-path without brackets, such as {@code fred@example.com}
 * @param command the whole RCPT command as the client wrote it, parameters (NOTIFY, ORCPT)
 *     included; bytes as ISO-8859-1
 */
public record Recipient(String address, String command) {

  /** A recipient without parameters. */
  public static Recipient of(String address) {
    return new Recipient(address, "RCPT TO:<" + SmtpPath.wire(address) + ">");
  }
}
