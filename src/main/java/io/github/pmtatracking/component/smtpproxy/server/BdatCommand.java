package io.github.pmtatracking.component.smtpproxy.server;

import java.io.IOException;

/**
 * BDAT (RFC 3030), which is not offered. If a client sends it anyway, its bytes are read and
 * dropped, so that they are never taken for commands.
 */
final class BdatCommand extends SessionCommand {
  BdatCommand() {
    super("BDAT");
  }

  @Override
  boolean handle(ClientSession session) throws IOException {
    String[] words = session.line().strip().split(" +", 3);
    if (words.length < 2 || !words[1].matches("[0-9]{1,12}")) {
      session.reply(501, "5.5.4 BDAT requires a chunk size, closing connection");
      return false;
    }
    session.socket().input().discard(Long.parseLong(words[1]));
    session.reply(502, "5.5.1 BDAT not offered, use DATA");
    return true;
  }
}
