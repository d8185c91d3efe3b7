package io.github.pmtatracking.component.smtpproxy;

import java.io.IOException;

/** A line that is no command that the proxy knows. */
final class RefusedCommand extends SessionCommand {
  RefusedCommand() {
    super(ClientInput.REFUSED);
  }

  @Override
  boolean handle(ClientSession session) throws IOException {
    SmtpReply fault = session.socket().input().fault();
    session.reply(fault == null ? SmtpReply.of(500, "5.5.1 command not recognized") : fault);
    if (session.mayErrAgain()) {
      return true;
    }
    session.reply(421, "4.7.0 too many errors, closing");
    return false;
  }
}
