package io.github.pmtatracking.component.smtpproxy;

import io.github.pmtatracking.component.smtpproxy.api.Envelope;
import io.github.pmtatracking.component.smtpproxy.api.InvalidOptionException;
import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.component.smtpproxy.message.MessageBuffer;
import io.github.pmtatracking.component.smtpproxy.server.ClientSession;
import io.github.pmtatracking.component.smtpproxy.server.MessageHandler;
import io.github.pmtatracking.component.smtpproxy.server.PendingMessage;
import io.github.pmtatracking.component.smtpproxy.server.ReceivedField;
import io.github.pmtatracking.component.smtpproxy.upstream.MessageOrigin;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import io.github.pmtatracking.component.smtpproxy.upstream.UpstreamException;
import io.github.pmtatracking.text.HostPort;
import java.io.IOException;
import java.time.ZonedDateTime;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for clients and gives each message to the route; the outcome of the route is the reply.
 * While it is suspended, the reply to new clients and to MAIL is 421, and messages in DATA are
 * finished. Camel suspends it before it stops it.
 */
final class SmtpProxyConsumer extends DefaultConsumer
    implements Suspendable, ShutdownAware, MessageHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SmtpProxyConsumer.class);

  private final SmtpProxyEndpoint endpoint;
  private volatile @Nullable ProxyRuntime runtime;
  private @Nullable ProxyListener listener;
  private @Nullable UpstreamHealthCheck upstreamHealth;

  SmtpProxyConsumer(SmtpProxyEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    ProxyRuntime created = new ProxyRuntime(endpoint, upstream());
    runtime = created; // before the first client connects
    listener = ProxyListener.start(endpoint, created, this);
    boolean enabled = endpoint.getComponent().isHealthCheckConsumerEnabled();
    SmtpProxyHealthCheck health = new SmtpProxyHealthCheck(this, endpoint);
    health.setEnabled(enabled);
    setHealthCheck(health);
    HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
    if (registry != null) {
      UpstreamHealthCheck upstream =
          new UpstreamHealthCheck(getRouteId(), created.connector().state());
      upstream.setEnabled(enabled);
      registry.register(upstream);
      upstreamHealth = upstream;
    }
  }

  private HostPort upstream() {
    String upstream = endpoint.getConfiguration().getUpstream();
    if (upstream == null) {
      throw new InvalidOptionException("upstream", "wanted host:port of the upstream server");
    }
    return HostPort.parse(upstream, "upstream");
  }

  /** The port that is listened on, also when the option is port 0. */
  int port() {
    return listener == null ? 0 : listener.server().port();
  }

  boolean isListening() {
    return listener != null && listener.server().isListening();
  }

  @Override
  protected void doSuspend() {
    if (listener != null) {
      listener.server().suspend();
    }
  }

  @Override
  protected void doResume() {
    if (listener != null) {
      listener.server().resume();
    }
  }

  @Override
  protected void doStop() throws Exception {
    HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
    if (registry != null && upstreamHealth != null) {
      registry.unregister(upstreamHealth);
      upstreamHealth = null;
    }
    if (listener != null) {
      listener.close();
      listener = null;
    }
    super.doStop();
  }

  @Override
  public boolean deferShutdown(ShutdownRunningTask task) {
    return false;
  }

  /** The number of messages between 354 and their reply, for which Camel waits. */
  @Override
  public int getPendingExchangesSize() {
    return endpoint.counters().inData.get();
  }

  @Override
  public void prepareShutdown(boolean suspendOnly, boolean forced) {}

  @Override
  public void handle(ClientSession session, Upstream upstream, MessageBuffer message)
      throws IOException {
    PendingMessage pending = pending(session, upstream, message);
    Exchange exchange = createExchange(false);
    try {
      fill(exchange, session, pending, message.body());
      createUoW(exchange);
      getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    try {
      UpstreamException failure = pending.failure();
      if (failure != null) {
        session.upstreamFailed(failure);
      }
      RouteOutcome outcome = RouteOutcome.of(exchange, pending.reply());
      report(outcome, exchange);
      pending.close();
      session.replyToMessage(outcome.reply());
    } finally {
      doneUoW(exchange);
      releaseExchange(exchange, false);
    }
  }

  private PendingMessage pending(ClientSession session, Upstream upstream, MessageBuffer message) {
    ProxyRuntime started = runtime;
    if (started == null) {
      throw new IllegalStateException(this + " is stopped");
    }
    SmtpProxyConfiguration options = endpoint.getConfiguration();
    Envelope envelope = session.envelope();
    MessageOrigin origin =
        new MessageOrigin(
            session.id(), session.client().getHostAddress(), envelope.sender(), message.total());
    byte[] header =
        options.isReceived() ? ReceivedField.of(session, ZonedDateTime.now()) : new byte[0];
    return new PendingMessage(
        upstream, envelope, message, session.settings(), started.sender(origin, header));
  }

  private static void fill(
      Exchange exchange, ClientSession session, PendingMessage pending, Object body) {
    Envelope envelope = pending.envelope();
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
    exchange.setProperty(SmtpProxyConstants.PENDING_MESSAGE, pending);
    exchange.setProperty(SmtpProxyConstants.ROOM, session.room());
  }

  /** Logs an outcome that is no plain reply. */
  private void report(RouteOutcome outcome, Exchange exchange) {
    switch (outcome.kind()) {
      case REPLIED -> {}
      case REFUSED ->
          LOG.info(
              "Message refused by the route: session={} reply={}",
              exchange.getIn().getHeader(SmtpProxyConstants.SESSION_ID),
              outcome.reply());
      case FAILED ->
          getExceptionHandler()
              .handleException(
                  "Message deferred with 451: the route failed", exchange, outcome.failure());
      case FAILED_AFTER_REPLY ->
          getExceptionHandler()
              .handleException(
                  "The route failed after upstream's reply; the client gets upstream's reply: "
                      + outcome.reply(),
                  exchange,
                  outcome.failure());
      case NO_REPLY ->
          getExceptionHandler()
              .handleException(
                  new IllegalStateException(
                      "Message deferred with 451: the route " + getRouteId() + " set no reply"));
    }
  }
}
