package io.github.pmtatracking.component.smtpproxy.server;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** STARTTLS (RFC 3207) with the proxy's own certificate. It is not passed on to upstream. */
final class StartTlsCommand extends SessionCommand {
  private static final Logger LOG = LoggerFactory.getLogger(StartTlsCommand.class);

  StartTlsCommand() {
    super("STARTTLS");
  }

  @Override
  boolean handle(ClientSession session) throws IOException {
    ServerTls tls = session.settings().tls();
    if (tls == null) {
      session.reply(502, "5.5.1 STARTTLS not offered");
    } else if (session.socket().isTls()) {
      session.reply(503, "5.5.1 TLS is already active");
    } else if (!session.line().strip().equalsIgnoreCase("STARTTLS")) {
      session.reply(501, "5.5.4 STARTTLS takes no parameter");
    } else if (session.isAuthenticated()) {
      session.reply(503, "5.5.1 STARTTLS after AUTH");
    } else {
      session.reply(220, "2.0.0 Ready to start TLS");
      try {
        session.socket().startTls(tls.context());
      } catch (IOException e) {
        LOG.info(
            "TLS handshake with the client failed: client={} error={}",
            session.client().getHostAddress(),
            e.getMessage());
        return false;
      }
      session.resetHello();
    }
    return true;
  }
}
