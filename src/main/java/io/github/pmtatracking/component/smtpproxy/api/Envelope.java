package io.github.pmtatracking.component.smtpproxy.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sender and recipients of a message (RFC 5321, 2.3.1).
 *
 * @param sender the reverse-path without brackets; empty for the null sender
 * @param command the whole MAIL command with its parameters; bytes as ISO-8859-1
 * @param recipients the recipients that upstream accepted, in the client's order
 * @param user the user that the client authenticated as, null without authentication
 */
public record Envelope(
    String sender, String command, List<Recipient> recipients, @Nullable String user) {

  /** Copies the list. */
  public Envelope {
    recipients = List.copyOf(recipients);
  }

  /** An envelope without parameters. */
  public static Envelope of(String sender, List<String> recipients) {
    return new Envelope(
        sender,
        "MAIL FROM:<" + SmtpPath.wire(sender) + ">",
        recipients.stream().map(Recipient::of).toList(),
        null);
  }

  /** The recipients' addresses. */
  public List<String> addresses() {
    return recipients.stream().map(Recipient::address).toList();
  }
}
