package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.MultipleRecipients;
import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import java.io.IOException;

/** RCPT: passed on with all its parameters, as long as one more recipient is welcome. */
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
      session.reply(452, "4.5.3 too many recipients, at most " + options.getMaxRecipients());
    } else if (count > 0 && policy == MultipleRecipients.ONE_PER_TRANSACTION) {
      session.reply(452, "4.5.3 one recipient a message here");
    } else if (count > 0
        && policy == MultipleRecipients.SPLIT
        && !session.settings().served().available()) {
      session.reply(452, "4.3.0 one recipient a message for the moment");
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
