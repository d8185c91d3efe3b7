package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.upstream.EhloKeywords;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** EHLO and HELO: passed on to upstream, and upstream's keywords are passed back. */
final class HelloCommand extends SessionCommand {
  HelloCommand(String name) {
    super(name);
  }

  @Override
  boolean handle(ClientSession session) throws IOException {
    if (session.line().strip().length() <= getName().length()) {
      session.reply(501, "5.5.4 " + getName() + " requires a domain");
      return true;
    }
    SmtpReply reply = session.greetUpstream(session.line());
    if (reply.isPositive()) {
      reply = getName().equals("EHLO") ? extended(session, reply) : firstLine(reply);
    }
    session.reply(reply);
    return true;
  }

  private static SmtpReply firstLine(SmtpReply reply) {
    return SmtpReply.of(reply.code(), reply.lines().get(0));
  }

  private static SmtpReply extended(ClientSession session, SmtpReply reply) throws IOException {
    ProxySettings settings = session.settings();
    Upstream upstream = session.upstream();
    if (upstream == null) {
      return firstLine(reply);
    }
    EhloKeywords keywords = upstream.keywords();
    Set<String> mechanisms = AuthCommand.isOffered(session) ? settings.mechanisms() : Set.of();
    List<String> lines = new ArrayList<>();
    lines.add(reply.lines().get(0));
    lines.addAll(
        keywords.lines(
            settings.keywords(),
            keywords.offers("SIZE") ? settings.offeredSize(keywords.size()) : null,
            mechanisms,
            settings.tls() != null && !session.socket().isTls()));
    return new SmtpReply(reply.code(), lines);
  }
}
