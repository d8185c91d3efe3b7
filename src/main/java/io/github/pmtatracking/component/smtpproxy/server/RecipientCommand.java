package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.MultipleRecipients;
import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import java.io.IOException;

/** RCPT: passed on with all its parameters, up to the maximum number of recipients. */
final class RecipientCommand extends GreetedCommand {
  RecipientCommand() {
    super("RCPT");
  }

  @Override
  boolean handle(ClientSession session, Upstream upstream) throws IOException {
    int count = session.recipientCount();
    SmtpProxyConfiguration options = session.settings().options();
    MultipleRecipients policy = options.getMultipleRecipients();
    if (count >= options.getMaxRecipients()) {
      session.reply(452, "4.5.3 Too many recipients, maximum " + options.getMaxRecipients());
    } else if (count > 0 && policy == MultipleRecipients.ONE_PER_TRANSACTION) {
      session.reply(452, "4.5.3 Only one recipient per message");
    } else if (count > 0
        && policy == MultipleRecipients.SPLIT
        && !session.settings().deliveredRecipients().available()) {
      session.reply(452, "4.3.0 Only one recipient per message at the moment");
    } else {
      SmtpReply reply = upstream.command(session.line());
      if (reply.isPositive()) {
        session.recipientAccepted(session.line());
      }
      session.reply(reply);
      return reply.code() != 421;
    }
    return true;
  }
}
