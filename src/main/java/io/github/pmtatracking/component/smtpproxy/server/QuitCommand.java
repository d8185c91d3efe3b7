package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import io.github.pmtatracking.component.smtpproxy.upstream.UpstreamException;
import java.io.IOException;

/** QUIT: both connections end. */
final class QuitCommand extends SessionCommand {
  QuitCommand() {
    super("QUIT");
  }

  @Override
  boolean handle(ClientSession session) throws IOException {
    SmtpReply reply = SmtpReply.of(221, "2.0.0 bye");
    try {
      Upstream upstream = session.upstream();
      if (upstream != null) {
        reply = upstream.command(session.line());
      }
    } catch (UpstreamException e) {
      // the client is leaving: that upstream has left before is no trouble of his
    }
    session.reply(reply);
    return false;
  }
}
