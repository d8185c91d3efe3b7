package io.github.pmtatracking.component.smtpproxy;

import io.github.pmtatracking.component.smtpproxy.api.Envelope;
import io.github.pmtatracking.component.smtpproxy.api.MessageCopy;
import io.github.pmtatracking.component.smtpproxy.api.MessageLog;
import io.github.pmtatracking.component.smtpproxy.api.Recipient;
import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.component.smtpproxy.api.SmtpRefusal;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.net.TranscriptFile;
import io.github.pmtatracking.component.smtpproxy.net.WriteTimeouts;
import io.github.pmtatracking.component.smtpproxy.upstream.DefaultMessageLog;
import io.github.pmtatracking.component.smtpproxy.upstream.MessageSender;
import io.github.pmtatracking.component.smtpproxy.upstream.SmtpTrace;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import io.github.pmtatracking.component.smtpproxy.upstream.UpstreamConnector;
import io.github.pmtatracking.component.smtpproxy.upstream.UpstreamException;
import io.github.pmtatracking.text.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a message over a connection of its own. Any answer but 2xx is a {@link SmtpRefusal}, so
 * that the route's error handler sees it.
 */
final class SmtpSendProducer extends DefaultProducer {
  private static final Logger LOG = LoggerFactory.getLogger(SmtpSendProducer.class);

  private final SmtpProxyEndpoint endpoint;
  private final HostPort address;
  private @Nullable ScheduledExecutorService clock;
  private @Nullable UpstreamConnector dialer;
  private @Nullable TranscriptFile debug;

  SmtpSendProducer(SmtpProxyEndpoint endpoint, HostPort address) {
    super(endpoint);
    this.endpoint = endpoint;
    this.address = address;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    SmtpProxyConfiguration options = endpoint.getConfiguration();
    debug = TranscriptFile.ofOption(options.getUpstreamDataDebug(), "upstreamDataDebug");
    WriteTimeouts watch = new WriteTimeouts(options.getUpstreamTimeout(), System::nanoTime);
    ScheduledExecutorService ticking =
        endpoint
            .getCamelContext()
            .getExecutorServiceManager()
            .newSingleThreadScheduledExecutor(this, "smtp-proxy-write-watch");
    ticking.scheduleWithFixedDelay(watch, 1, 1, TimeUnit.SECONDS);
    clock = ticking;
    dialer = new UpstreamConnector(address, options, watch, new SmtpTrace(options.isVerbose()));
  }

  @Override
  protected void doStop() throws Exception {
    if (clock != null) {
      endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(clock);
    }
    if (debug != null) {
      debug.close();
    }
    super.doStop();
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    if (dialer == null) {
      throw new IllegalStateException(this + " is not started");
    }
    Envelope envelope = envelope(exchange);
    SmtpReply reply = SmtpReply.of(250, "2.0.0 nothing to send");
    try (Upstream upstream = dialer.dial(null)) {
      require(upstream.hello("EHLO " + InetAddress.getLocalHost().getHostName(), null));
      for (MessageCopy copy : MessageBody.copies(exchange, envelope.addresses())) {
        reply = send(upstream, envelope, copy);
      }
      quit(upstream);
    }
    exchange.getMessage().setBody(reply);
  }

  /**
   * Upstream has the message since its 250 (RFC 5321, 6.1): how the session ends changes nothing.
   */
  private void quit(Upstream upstream) {
    try {
      upstream.command("QUIT");
    } catch (UpstreamException e) {
      LOG.debug("{} took the message and did not answer QUIT: {}", address, e.getMessage());
    }
  }

  private SmtpReply send(Upstream upstream, Envelope envelope, MessageCopy copy)
      throws IOException, SmtpRefusal {
    List<String> commands = new ArrayList<>();
    commands.add(envelope.command());
    for (Recipient recipient : envelope.recipients()) {
      if (copy.recipients().contains(recipient.address())) {
        commands.add(recipient.command());
      }
    }
    for (String command : commands) {
      require(upstream.command(command));
    }
    MessageLog log = endpoint.getConfiguration().getMessageLog();
    return require(
        new MessageSender(
                "",
                "",
                envelope.sender(),
                MessageSender.AS_SENT,
                new byte[0],
                debug,
                log == null ? new DefaultMessageLog(false) : log,
                System::nanoTime)
            .send(upstream, copy));
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
