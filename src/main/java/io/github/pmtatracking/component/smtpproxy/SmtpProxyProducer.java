package io.github.pmtatracking.component.smtpproxy;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.server.PendingMessage;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Sends the message that the route handles upstream, in the transaction of the client. Upstream's
 * reply, positive or negative, becomes the body and the reply to the client.
 */
final class SmtpProxyProducer extends DefaultProducer {
  SmtpProxyProducer(SmtpProxyEndpoint endpoint) {
    super(endpoint);
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    PendingMessage pending =
        exchange.getProperty(SmtpProxyConstants.PENDING_MESSAGE, PendingMessage.class);
    if (pending == null) {
      throw new IllegalStateException(
          "smtp-proxy:upstream needs a client's message: wanted a route that begins with"
              + " smtp-proxy, or the address smtp-proxy:host:port");
    }
    SmtpReply reply = pending.send(MessageBody.copies(exchange, pending.envelope().addresses()));
    exchange.setProperty(SmtpProxyConstants.REPLY, reply);
    exchange.getMessage().setBody(reply);
  }
}
