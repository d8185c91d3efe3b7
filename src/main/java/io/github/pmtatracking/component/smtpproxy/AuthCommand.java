package io.github.pmtatracking.component.smtpproxy;

import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;

/**
 * AUTH (RFC 4954): each line goes upstream and each answer comes back, whatever the mechanism. What
 * passes is neither checked nor kept, except for the user's name.
 */
final class AuthCommand extends UpstreamCommand {
  AuthCommand() {
    super("AUTH");
  }

  /** Whether credentials may be sent over the connection as it is now. */
  static boolean isOffered(ClientSession session) {
    ProxySettings settings = session.settings();
    return session.socket().isTls()
        || settings.certificate() == null
        || settings.options().isAuthInClear();
  }

  @Override
  boolean handle(ClientSession session, Upstream upstream) throws IOException {
    String[] words = session.line().strip().split(" +", 3);
    String mechanism = words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "";
    if (!isOffered(session)) {
      session.reply(538, "5.7.11 encryption required, STARTTLS first");
    } else if (mechanism.isEmpty()) {
      session.reply(501, "5.5.4 AUTH wants a mechanism");
    } else if (!session.settings().mechanisms().contains(mechanism)) {
      session.reply(504, "5.5.4 AUTH mechanism not offered");
    } else {
      exchange(session, upstream, mechanism, words.length > 2 ? words[2] : "");
    }
    return true;
  }

  private static void exchange(
      ClientSession session, Upstream upstream, String mechanism, String initial)
      throws IOException {
    UserName userName = new UserName(mechanism);
    String shown = "AUTH " + mechanism;
    if (!initial.isEmpty()) {
      userName.response(initial);
      shown += " " + Conversation.REDACTED;
    }
    SmtpReply reply = upstream.secret(session.line(), shown);
    ClientInput input = session.socket().input();
    while (reply.isIntermediate()) {
      session.reply(reply);
      if (!input.readLine(false)) {
        throw new EOFException("the client closed the connection in AUTH");
      }
      SmtpReply fault = input.fault();
      if (fault != null) {
        upstream.secret("*", "*");
        session.reply(fault);
        return;
      }
      userName.response(input.line());
      reply = upstream.secret(input.line(), Conversation.REDACTED);
    }
    if (reply.code() == 235) {
      session.authenticated(userName.get());
    }
    session.reply(reply);
  }
}
