package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import java.io.IOException;
import java.util.regex.Pattern;

/** A line that is no valid command. */
final class RefusedCommand extends SessionCommand {
  /** A web page may make a browser send an HTTP request with commands to a port of its network. */
  private static final Pattern HTTP = Pattern.compile("[A-Z]+ \\S+ HTTP/\\d.*");

  RefusedCommand() {
    super(ClientInput.REFUSED);
  }

  @Override
  boolean handle(ClientSession session) throws IOException {
    SmtpReply fault = session.socket().input().fault();
    if (HTTP.matcher(session.line()).matches()) {
      session.reply(421, "4.7.0 HTTP request to an SMTP server, closing connection");
      return false;
    }
    session.reply(fault == null ? SmtpReply.of(500, "5.5.1 Command not recognized") : fault);
    if (session.countError()) {
      return true;
    }
    session.reply(421, "4.7.0 Too many errors, closing connection");
    return false;
  }
}
