package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import java.io.IOException;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** MAIL: passed on with all its parameters. */
final class MailCommand extends GreetedCommand {
  private static final Pattern SIZE = Pattern.compile("SIZE=[0-9]{1,18}");

  private final BooleanSupplier suspended;

  /**
   * @param suspended whether new mail is refused
   */
  MailCommand(BooleanSupplier suspended) {
    super("MAIL");
    this.suspended = suspended;
  }

  @Override
  boolean handle(ClientSession session, Upstream upstream) throws IOException {
    if (suspended.getAsBoolean()) {
      session.reply(421, ProxyServer.SHUTTING_DOWN);
      return false;
    }
    long limit = session.settings().maxMessageSize();
    if (declaredSize(session.line()) > limit) {
      session.reply(552, "5.3.4 Message too large, maximum " + limit + " bytes");
      return true;
    }
    SmtpReply reply = upstream.command(session.line());
    if (reply.isPositive()) {
      session.mailAccepted(session.line());
    }
    session.reply(reply);
    return reply.code() != 421;
  }

  /** The SIZE parameter (RFC 1870), 0 without one. */
  private static long declaredSize(String line) {
    for (String word : line.toUpperCase(Locale.ROOT).split(" ", -1)) {
      if (SIZE.matcher(word).matches()) {
        return Long.parseLong(word.substring(5));
      }
    }
    return 0;
  }
}
