package io.github.pmtatracking.component.smtpproxy;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.server.PendingMessage;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Finishes the transaction of the client whose message the route is handling. Upstream's answer,
 * good or bad, becomes the body and the outcome; only a failure of the connection is an exception.
 */
final class SmtpProxyProducer extends DefaultProducer {
  SmtpProxyProducer(SmtpProxyEndpoint endpoint) {
    super(endpoint);
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    PendingMessage transaction =
        exchange.getProperty(SmtpProxyConstants.TRANSACTION, PendingMessage.class);
    if (transaction == null) {
      throw new IllegalStateException(
          "smtp-proxy:upstream has no client's transaction here: wanted a route that begins with"
              + " smtp-proxy, or smtp-proxy:host:port");
    }
    SmtpReply reply =
        transaction.send(MessageBody.copies(exchange, transaction.envelope().addresses()));
    exchange.setProperty(SmtpProxyConstants.REPLY, reply);
    exchange.getMessage().setBody(reply);
  }
}
