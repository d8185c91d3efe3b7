package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.net.TranscriptListener;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * AUTH (RFC 4954): passes each line upstream and each reply back, for any mechanism. Credentials
 * are neither checked nor kept, except for the user's name.
 */
final class AuthCommand extends GreetedCommand {
  AuthCommand() {
    super("AUTH");
  }

  /** Whether credentials may be sent over the connection in its present state. */
  static boolean isOffered(ClientSession session) {
    ProxySettings settings = session.settings();
    return session.socket().isTls() || settings.tls() == null || settings.options().isAuthInClear();
  }

  @Override
  boolean handle(ClientSession session, Upstream upstream) throws IOException {
    String[] words = session.line().strip().split(" +", 3);
    String mechanism = words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "";
    if (!isOffered(session)) {
      session.reply(538, "5.7.11 Encryption required, use STARTTLS first");
    } else if (mechanism.isEmpty()) {
      session.reply(501, "5.5.4 AUTH requires a mechanism");
    } else if (!session.settings().mechanisms().contains(mechanism)) {
      session.reply(504, "5.5.4 AUTH mechanism not offered");
    } else {
      exchange(session, upstream, mechanism, words.length > 2 ? words[2] : "");
    }
    return true;
  }

  private static void exchange(
      ClientSession session, Upstream current, String mechanism, String initial)
      throws IOException {
    SaslUserName userName = new SaslUserName(mechanism);
    String command = session.line();
    String shown = "AUTH " + mechanism;
    String first = null;
    Upstream upstream = current;
    if (!initial.isEmpty()) {
      userName.response(initial);
      shown += " " + TranscriptListener.REDACTED;
    }
    if (session.settings().sources().hasUsers()) {
      if (initial.isEmpty()) {
        // the user decides the connection to upstream, so the proxy itself asks for the name
        session.reply(334, mechanism.equals("LOGIN") ? "VXNlcm5hbWU6" : "");
        first = nextLine(session);
        if (first == null) {
          return;
        }
        userName.response(first);
      }
      upstream = session.upstreamFor(userName.get(), current);
    }
    SmtpReply reply = upstream.credentials(command, shown);
    if (first != null && reply.isIntermediate()) {
      reply = upstream.credentials(first, TranscriptListener.REDACTED);
    }
    while (reply.isIntermediate()) {
      session.reply(reply);
      String line = nextLine(session);
      if (line == null) {
        upstream.credentials("*", "*");
        return;
      }
      userName.response(line);
      reply = upstream.credentials(line, TranscriptListener.REDACTED);
    }
    if (reply.code() == 235) {
      session.authenticated(userName.get());
    }
    session.reply(reply);
  }

  /** The client's next line; null, after an error reply, when it cannot be passed on. */
  private static @Nullable String nextLine(ClientSession session) throws IOException {
    ClientInput input = session.socket().input();
    if (!input.readLine(false)) {
      throw new EOFException("the client closed the connection during AUTH");
    }
    SmtpReply fault = input.fault();
    if (fault != null) {
      session.reply(fault);
      return null;
    }
    return input.line();
  }
}
