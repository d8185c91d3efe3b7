package io.github.pmtatracking.component.smtpproxy;

import io.github.pmtatracking.component.smtpproxy.api.Envelope;
import io.github.pmtatracking.component.smtpproxy.api.MessageLog;
import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.component.smtpproxy.api.SmtpRefusal;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.message.MessageBuffer;
import io.github.pmtatracking.component.smtpproxy.net.TranscriptFile;
import io.github.pmtatracking.component.smtpproxy.net.TranscriptListener;
import io.github.pmtatracking.component.smtpproxy.net.WriteTimeouts;
import io.github.pmtatracking.component.smtpproxy.server.ClientSession;
import io.github.pmtatracking.component.smtpproxy.server.MessageHandler;
import io.github.pmtatracking.component.smtpproxy.server.PendingMessage;
import io.github.pmtatracking.component.smtpproxy.server.ProxyServer;
import io.github.pmtatracking.component.smtpproxy.server.ProxySettings;
import io.github.pmtatracking.component.smtpproxy.server.ReceivedField;
import io.github.pmtatracking.component.smtpproxy.upstream.DefaultMessageLog;
import io.github.pmtatracking.component.smtpproxy.upstream.MessageSender;
import io.github.pmtatracking.component.smtpproxy.upstream.SmtpTrace;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import io.github.pmtatracking.component.smtpproxy.upstream.UpstreamConnector;
import io.github.pmtatracking.component.smtpproxy.upstream.UpstreamException;
import io.github.pmtatracking.component.smtpproxy.upstream.UpstreamState;
import io.github.pmtatracking.text.HostPort;
import java.io.IOException;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for clients and gives each message to the route; the route's outcome is the reply.
 * Suspended, it sends new mail away with 421 while what has reached DATA is finished; only then
 * does Camel stop it.
 */
final class SmtpProxyConsumer extends DefaultConsumer
    implements Suspendable, ShutdownAware, MessageHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SmtpProxyConsumer.class);

  private static final SmtpReply FAILED =
      SmtpReply.of(451, "4.3.0 message could not be handled, try again later");

  private final SmtpProxyEndpoint endpoint;
  private @Nullable ProxyServer server;
  private @Nullable ScheduledExecutorService clock;
  private @Nullable TranscriptFile downstreamDebug;
  private @Nullable TranscriptFile upstreamDebug;
  private @Nullable MessageLog messageLog;
  private List<AbstractHealthCheck> healthChecks = List.of();

  SmtpProxyConsumer(SmtpProxyEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    SmtpProxyConfiguration options = endpoint.getConfiguration();
    HostPort address = HostPort.parse(endpoint.getAddress(), "smtp-proxy");
    String upstream = options.getUpstream();
    if (upstream == null) {
      throw new IllegalArgumentException("smtp-proxy: wanted the option upstream=host:port");
    }
    ProxySettings settings = ProxySettings.of(options);
    TranscriptFile downstream =
        TranscriptFile.ofOption(options.getDownstreamDebug(), "downstreamDebug");
    downstreamDebug = downstream;
    upstreamDebug = TranscriptFile.ofOption(options.getUpstreamDataDebug(), "upstreamDataDebug");
    MessageLog given = options.getMessageLog();
    messageLog = given == null ? new DefaultMessageLog(options.isVerbose()) : given;
    WriteTimeouts watch = new WriteTimeouts(options.getUpstreamTimeout(), System::nanoTime);
    ScheduledExecutorService ticking =
        endpoint
            .getCamelContext()
            .getExecutorServiceManager()
            .newSingleThreadScheduledExecutor(this, "smtp-proxy-write-watch");
    clock = ticking;
    ticking.scheduleWithFixedDelay(watch, 1, 1, TimeUnit.SECONDS);
    WriteTimeouts handshakes = new WriteTimeouts(options.getHandshakeTimeout(), System::nanoTime);
    ticking.scheduleWithFixedDelay(handshakes, 1, 1, TimeUnit.SECONDS);
    UpstreamConnector dialer =
        new UpstreamConnector(
            HostPort.parse(upstream, "upstream"),
            options,
            watch,
            new SmtpTrace(options.isVerbose()));
    ProxyServer listening =
        new ProxyServer(
            address,
            settings,
            dialer,
            endpoint.counters(),
            watch,
            handshakes,
            () -> downstream == null ? TranscriptListener.NONE : downstream.transcript(),
            this);
    try {
      listening.start();
    } catch (RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      listening.stop();
      throw new IllegalStateException(
          "smtp-proxy cannot listen on " + address + " (-in_hostport): " + cause.getMessage());
    }
    server = listening;
    LOG.info("Proxy will advertise itself as {}", settings.hostName());
    registerHealthChecks(dialer.state());
  }

  private void registerHealthChecks(UpstreamState upstream) {
    HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
    if (registry != null) {
      healthChecks =
          List.of(
              new SmtpProxyHealthCheck(this, endpoint),
              new UpstreamHealthCheck(getRouteId(), upstream));
      healthChecks.forEach(registry::register);
    }
  }

  private void removeHealthChecks() {
    HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
    if (registry != null) {
      healthChecks.forEach(registry::unregister);
    }
    healthChecks = List.of();
  }

  /** The port that is listened on; for an address with port 0. */
  int port() {
    return server == null ? 0 : server.port();
  }

  boolean isListening() {
    return server != null && server.isListening();
  }

  @Override
  protected void doSuspend() {
    if (server != null) {
      server.suspend();
    }
  }

  @Override
  protected void doResume() {
    if (server != null) {
      server.resume();
    }
  }

  @Override
  protected void doStop() throws Exception {
    removeHealthChecks();
    if (server != null) {
      server.stop();
      server = null;
    }
    if (clock != null) {
      endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(clock);
    }
    for (TranscriptFile file : new TranscriptFile[] {downstreamDebug, upstreamDebug}) {
      if (file != null) {
        file.close();
      }
    }
    super.doStop();
  }

  @Override
  public boolean deferShutdown(ShutdownRunningTask task) {
    return false;
  }

  /** Messages between 354 and their answer, so that Camel waits for them. */
  @Override
  public int getPendingExchangesSize() {
    return endpoint.counters().inData.get();
  }

  @Override
  public void prepareShutdown(boolean suspendOnly, boolean forced) {}

  @Override
  public void handle(ClientSession session, Upstream upstream, MessageBuffer message, Answer answer)
      throws IOException {
    Envelope envelope = session.envelope();
    MessageLog log = messageLog == null ? new DefaultMessageLog(false) : messageLog;
    MessageSender handover =
        new MessageSender(
            session.id(),
            session.client().getHostAddress(),
            envelope.sender(),
            message.total(),
            session.settings().options().isReceived()
                ? ReceivedField.of(session, ZonedDateTime.now())
                : new byte[0],
            upstreamDebug,
            log,
            System::nanoTime);
    PendingMessage transaction =
        new PendingMessage(upstream, envelope, message, session.settings(), handover);
    Exchange exchange = createExchange(false);
    try {
      fill(exchange, session, transaction, message.body());
      createUoW(exchange);
      getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    try {
      UpstreamException lost = transaction.lost();
      if (lost != null) {
        session.upstreamFailed(lost);
      }
      SmtpReply reply = outcome(exchange, transaction.reply());
      transaction.close();
      answer.give(reply);
    } finally {
      doneUoW(exchange);
      releaseExchange(exchange, false);
    }
  }

  private static void fill(
      Exchange exchange, ClientSession session, PendingMessage transaction, Object body) {
    Envelope envelope = transaction.envelope();
    Message in = exchange.getIn();
    in.setBody(body);
    in.setHeader(SmtpProxyConstants.SENDER, envelope.sender());
    in.setHeader(SmtpProxyConstants.RECIPIENTS, envelope.addresses());
    in.setHeader(SmtpProxyConstants.CLIENT_ADDRESS, session.client().getHostAddress());
    in.setHeader(SmtpProxyConstants.SESSION_ID, session.id());
    if (envelope.user() != null) {
      in.setHeader(SmtpProxyConstants.USER, envelope.user());
    }
    exchange.setProperty(SmtpProxyConstants.ENVELOPE, envelope);
    exchange.setProperty(SmtpProxyConstants.TRANSACTION, transaction);
    exchange.setProperty(SmtpProxyConstants.ROOM, session.room());
  }

  /**
   * What the client is told: never 2xx unless upstream or the route has said so, and upstream's own
   * answer where a step behind the hand-over fails: the message is upstream's then, and a client
   * that heard 4xx would send it again.
   *
   * @param answered upstream's answer to the message, null if it had none
   */
  private SmtpReply outcome(Exchange exchange, @Nullable SmtpReply answered) {
    Exception failure = exchange.getException();
    if (failure != null && answered != null) {
      getExceptionHandler()
          .handleException(
              "A step after the hand-over failed; the client gets upstream's answer, " + answered,
              exchange,
              failure);
      return answered;
    }
    if (failure != null) {
      SmtpRefusal refusal = ObjectHelper.getException(SmtpRefusal.class, failure);
      if (refusal != null) {
        LOG.info(
            "Session {}: the route refused the message: {}",
            exchange.getIn().getHeader(SmtpProxyConstants.SESSION_ID),
            refusal.reply());
        return refusal.reply();
      }
      getExceptionHandler()
          .handleException("A message was not handled and deferred", exchange, failure);
      return FAILED;
    }
    SmtpReply reply = exchange.getProperty(SmtpProxyConstants.REPLY, SmtpReply.class);
    if (reply == null && exchange.getMessage().getBody() instanceof SmtpReply last) {
      reply = last;
    }
    if (reply == null && answered != null) {
      reply = answered;
    }
    if (reply == null || exchange.isRollbackOnly() && answered == null) {
      getExceptionHandler()
          .handleException(
              new IllegalStateException(
                  "the route " + getRouteId() + " gave no SMTP reply; the message was deferred"));
      return FAILED;
    }
    return reply;
  }
}
