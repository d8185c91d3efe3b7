package io.github.pmtatracking.component.smtpproxy;

import io.github.pmtatracking.component.smtpproxy.api.Envelope;
import io.github.pmtatracking.component.smtpproxy.api.MessageCopy;
import io.github.pmtatracking.component.smtpproxy.api.Recipient;
import io.github.pmtatracking.component.smtpproxy.api.SmtpRefusal;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.upstream.MessageOrigin;
import io.github.pmtatracking.component.smtpproxy.upstream.MessageSender;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import io.github.pmtatracking.component.smtpproxy.upstream.UpstreamException;
import io.github.pmtatracking.text.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a message over a connection of its own. A reply other than 2xx is an {@link SmtpRefusal},
 * which the route's error handler gets.
 */
final class SmtpSendProducer extends DefaultProducer {
  private static final Logger LOG = LoggerFactory.getLogger(SmtpSendProducer.class);

  private final SmtpProxyEndpoint endpoint;
  private final HostPort address;
  private @Nullable ProxyRuntime runtime;

  SmtpSendProducer(SmtpProxyEndpoint endpoint, HostPort address) {
    super(endpoint);
    this.endpoint = endpoint;
    this.address = address;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    runtime = new ProxyRuntime(endpoint, address);
  }

  @Override
  protected void doStop() throws Exception {
    if (runtime != null) {
      runtime.close();
      runtime = null;
    }
    super.doStop();
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    ProxyRuntime started = runtime;
    if (started == null) {
      throw new IllegalStateException(this + " is not started");
    }
    Envelope envelope = envelope(exchange);
    MessageOrigin origin = MessageOrigin.ofRoute(envelope.sender());
    SmtpReply reply = SmtpReply.of(250, "2.0.0 Nothing to send");
    try (Upstream upstream = started.connector().connect(null)) {
      require(upstream.hello("EHLO " + InetAddress.getLocalHost().getHostName(), null));
      for (MessageCopy copy : MessageBody.copies(exchange, envelope.addresses())) {
        openTransaction(upstream, envelope, copy);
        MessageSender sender = started.sender(origin, new byte[0]);
        reply = require(sender.send(upstream, copy));
      }
      quit(upstream);
    }
    exchange.getMessage().setBody(reply);
  }

  /**
   * Ends the session. Its result is ignored: after 250 upstream is responsible for the message (RFC
   * 5321, 6.1).
   */
  private void quit(Upstream upstream) {
    try {
      upstream.command("QUIT");
    } catch (UpstreamException e) {
      LOG.debug(
          "Upstream accepted the message and did not reply to QUIT: upstream={} error={}",
          address,
          e.getMessage());
    }
  }

  private static void openTransaction(Upstream upstream, Envelope envelope, MessageCopy copy)
      throws IOException, SmtpRefusal {
    require(upstream.command(envelope.command()));
    for (Recipient recipient : envelope.recipients()) {
      if (copy.recipients().contains(recipient.address())) {
        require(upstream.command(recipient.command()));
      }
    }
  }

  private static SmtpReply require(SmtpReply reply) throws SmtpRefusal {
    if (!reply.isPositive()) {
      throw new SmtpRefusal(reply);
    }
    return reply;
  }

  private static Envelope envelope(Exchange exchange) {
    Envelope known = exchange.getProperty(SmtpProxyConstants.ENVELOPE, Envelope.class);
    if (known != null) {
      return known;
    }
    Message message = exchange.getMessage();
    List<?> recipients = message.getHeader(SmtpProxyConstants.RECIPIENTS, List.class);
    if (recipients == null || recipients.isEmpty()) {
      throw new IllegalArgumentException(
          "header " + SmtpProxyConstants.RECIPIENTS + ": wanted the addresses of the recipients");
    }
    String sender = message.getHeader(SmtpProxyConstants.SENDER, "", String.class);
    return Envelope.of(sender, recipients.stream().map(String::valueOf).toList());
  }
}
