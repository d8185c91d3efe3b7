package io.github.pmtatracking.component.smtpproxy;

import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.component.smtpproxy.net.TranscriptFile;
import io.github.pmtatracking.component.smtpproxy.net.TranscriptListener;
import io.github.pmtatracking.component.smtpproxy.server.MessageHandler;
import io.github.pmtatracking.component.smtpproxy.server.ProxyServer;
import io.github.pmtatracking.component.smtpproxy.server.ProxySettings;
import io.github.pmtatracking.text.HostPort;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server of a consumer with all that it needs. {@link #close} ends it. */
final class ProxyListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyListener.class);

  private final CamelContext context;
  private final ProxyRuntime runtime;
  private final @Nullable TranscriptFile sessions;
  private final ExecutorService threads;
  private final ProxyServer server;
  private final String hostName;

  private ProxyListener(
      CamelContext context,
      ProxyRuntime runtime,
      @Nullable TranscriptFile sessions,
      ExecutorService threads,
      ProxyServer server,
      String hostName) {
    this.context = context;
    this.runtime = runtime;
    this.sessions = sessions;
    this.threads = threads;
    this.server = server;
    this.hostName = hostName;
  }

  /**
   * Starts listening on the endpoint's address.
   *
   * @param runtime closed with the listener, or when the start fails
   * @throws IllegalArgumentException when an option cannot be used
   * @throws IllegalStateException when the address cannot be listened on
   */
  static ProxyListener start(
      SmtpProxyEndpoint endpoint, ProxyRuntime runtime, MessageHandler messages)
      throws IOException, GeneralSecurityException {
    try {
      ProxyListener listener = create(endpoint, runtime, messages);
      listener.listen(endpoint.getAddress());
      return listener;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      runtime.close();
      throw e;
    }
  }

  private static ProxyListener create(
      SmtpProxyEndpoint endpoint, ProxyRuntime runtime, MessageHandler messages)
      throws IOException, GeneralSecurityException {
    SmtpProxyConfiguration options = endpoint.getConfiguration();
    CamelContext context = endpoint.getCamelContext();
    HostPort address = HostPort.parse(endpoint.getAddress(), "smtp-proxy");
    ProxySettings settings =
        ProxySettings.of(
            options, ProxyRuntime.sslContext(options.getSslContextParameters(), context));
    TranscriptFile sessions =
        TranscriptFile.ofOption(options.getDownstreamDebug(), "downstreamDebug");
    ExecutorService threads =
        SessionThreads.create(context, endpoint, "smtp-proxy-" + address.port());
    try {
      ProxyServer server =
          new ProxyServer(
              address,
              settings,
              runtime.connector(),
              endpoint.counters(),
              runtime.writes(),
              runtime.handshakes(),
              () -> sessions == null ? TranscriptListener.NONE : sessions.transcript(),
              threads,
              messages);
      return new ProxyListener(context, runtime, sessions, threads, server, settings.hostName());
    } catch (RuntimeException e) {
      SessionThreads.close(context, threads);
      if (sessions != null) {
        sessions.close();
      }
      throw e;
    }
  }

  private void listen(String address) throws IOException {
    try {
      server.start();
    } catch (RuntimeException e) {
      close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(
          "smtp-proxy cannot listen on " + address + ": " + cause.getMessage(), cause);
    }
    LOG.info("Proxy will advertise itself as {}", hostName);
  }

  ProxyServer server() {
    return server;
  }

  @Override
  public void close() throws IOException {
    server.stop();
    SessionThreads.close(context, threads);
    runtime.close();
    if (sessions != null) {
      sessions.close();
    }
  }
}
