package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import java.io.IOException;

/** NOOP, VRFY, EXPN and HELP: passed on to upstream. */
final class RelayedCommand extends SessionCommand {
  RelayedCommand(String name) {
    super(name);
  }

  @Override
  boolean handle(ClientSession session) throws IOException {
    Upstream upstream = session.upstream();
    if (upstream != null) {
      SmtpReply reply = upstream.command(session.line());
      session.reply(reply);
      return reply.code() != 421;
    }
    if (getName().equals("NOOP")) {
      session.reply(250, "2.0.0 OK");
    } else {
      session.reply(HELLO_FIRST);
    }
    return true;
  }
}
