package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import java.io.IOException;

/** RSET: passed on to upstream. Before EHLO or HELO there is no transaction to reset. */
final class ResetCommand extends SessionCommand {
  ResetCommand() {
    super("RSET");
  }

  @Override
  boolean handle(ClientSession session) throws IOException {
    Upstream upstream = session.upstream();
    if (upstream == null) {
      session.reply(250, "2.0.0 OK");
      return true;
    }
    SmtpReply reply = upstream.command(session.line());
    if (reply.isPositive()) {
      session.resetTransaction();
    }
    session.reply(reply);
    return reply.code() != 421;
  }
}
