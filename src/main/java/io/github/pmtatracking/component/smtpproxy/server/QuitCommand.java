package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import io.github.pmtatracking.component.smtpproxy.upstream.UpstreamException;
import java.io.IOException;

/** QUIT: ends both connections. */
final class QuitCommand extends SessionCommand {
  QuitCommand() {
    super("QUIT");
  }

  @Override
  boolean handle(ClientSession session) throws IOException {
    SmtpReply reply = SmtpReply.of(221, "2.0.0 Bye");
    try {
      Upstream upstream = session.upstream();
      if (upstream != null) {
        reply = upstream.command(session.line());
      }
    } catch (UpstreamException e) {
      // upstream closed its connection first; the client quits anyway
    }
    session.reply(reply);
    return false;
  }
}
