package io.github.pmtatracking.component.smtpproxy.server;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** STARTTLS (RFC 3207) with the proxy's own certificate; upstream takes no part in it. */
final class StartTlsCommand extends SessionCommand {
  private static final Logger LOG = LoggerFactory.getLogger(StartTlsCommand.class);

  StartTlsCommand() {
    super("STARTTLS");
  }

  @Override
  boolean handle(ClientSession session) throws IOException {
    ServerCertificate certificate = session.settings().certificate();
    if (certificate == null) {
      session.reply(502, "5.5.1 STARTTLS not offered");
    } else if (session.socket().isTls()) {
      session.reply(503, "5.5.1 TLS is on already");
    } else if (!session.line().strip().equalsIgnoreCase("STARTTLS")) {
      session.reply(501, "5.5.4 STARTTLS takes no parameter");
    } else if (session.isAuthenticated()) {
      session.reply(503, "5.5.1 STARTTLS after AUTH");
    } else {
      session.reply(220, "2.0.0 ready to start TLS");
      try {
        session.socket().startTls(certificate.context());
      } catch (IOException e) {
        LOG.info("No TLS with client {}: {}", session.client().getHostAddress(), e.getMessage());
        return false;
      }
      session.resetHello();
    }
    return true;
  }
}
