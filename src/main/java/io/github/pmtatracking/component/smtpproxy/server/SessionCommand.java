package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.upstream.UpstreamException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.internal.server.Command;
import org.subethamail.smtp.internal.server.HelpMessage;
import org.subethamail.smtp.server.Session;

/** A command of the proxy, instead of SubEtha's own. One instance serves all sessions. */
abstract class SessionCommand implements Command {
  static final SmtpReply HELLO_FIRST = SmtpReply.of(503, "5.5.1 EHLO or HELO first");

  private static final Logger LOG = LoggerFactory.getLogger(SessionCommand.class);

  private final String name;

  SessionCommand(String name) {
    this.name = name;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public HelpMessage getHelp() {
    return new HelpMessage(name, "see RFC 5321");
  }

  @Override
  public void execute(String verb, Session subetha) throws IOException {
    ClientSession session = ((ClientSocket) subetha.getSocket()).session();
    try {
      if (!handle(session)) {
        subetha.quit();
      }
    } catch (UpstreamException e) {
      session.upstreamFailed(e);
      session.reply(e.reply());
      subetha.quit();
    } catch (SocketTimeoutException e) {
      session.reply(421, "4.4.2 Timeout waiting for the client, closing connection");
      subetha.quit();
    } catch (IOException e) {
      LOG.debug("Client closed the connection: session={} error={}", session.id(), e.getMessage());
      subetha.quit();
    }
  }

  /**
   * Executes the command in {@link ClientSession#line} and replies.
   *
   * @return false to close the connection
   * @throws UpstreamException when upstream failed; the client gets its reply and is disconnected
   * @throws IOException when the connection to the client failed
   */
  abstract boolean handle(ClientSession session) throws IOException;
}
