package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import java.io.IOException;

/** A command that is valid only after EHLO or HELO. */
abstract class GreetedCommand extends SessionCommand {
  GreetedCommand(String name) {
    super(name);
  }

  @Override
  final boolean handle(ClientSession session) throws IOException {
    Upstream upstream = session.upstream();
    if (upstream == null) {
      session.reply(HELLO_FIRST);
      return true;
    }
    return handle(session, upstream);
  }

  /** See {@link SessionCommand#handle}. */
  abstract boolean handle(ClientSession session, Upstream upstream) throws IOException;
}
