package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import java.io.IOException;
import java.util.regex.Pattern;

/** A line that is no command that the proxy knows. */
final class RefusedCommand extends SessionCommand {
  /** A page that somebody looks at may make his browser post commands to a port of his network. */
  private static final Pattern HTTP = Pattern.compile("[A-Z]+ \\S+ HTTP/\\d.*");

  RefusedCommand() {
    super(ClientInput.REFUSED);
  }

  @Override
  boolean handle(ClientSession session) throws IOException {
    SmtpReply fault = session.socket().input().fault();
    if (HTTP.matcher(session.line()).matches()) {
      session.reply(421, "4.7.0 this is no HTTP server, closing");
      return false;
    }
    session.reply(fault == null ? SmtpReply.of(500, "5.5.1 command not recognized") : fault);
    if (session.mayErrAgain()) {
      return true;
    }
    session.reply(421, "4.7.0 too many errors, closing");
    return false;
  }
}
