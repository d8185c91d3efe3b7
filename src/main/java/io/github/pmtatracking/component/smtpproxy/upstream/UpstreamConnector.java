package io.github.pmtatracking.component.smtpproxy.upstream;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.api.UpstreamConfiguration;
import io.github.pmtatracking.component.smtpproxy.net.WriteTimeouts;
import io.github.pmtatracking.text.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Opens connections to an upstream server. Thread-safe. */
public final class UpstreamConnector {
  private final HostPort address;
  private final UpstreamConfiguration configuration;
  private final SSLSocketFactory tls;
  private final WriteTimeouts timeouts;
  private final SmtpTrace trace;
  private final UpstreamState state = new UpstreamState();

  public UpstreamConnector(
      HostPort address,
      UpstreamConfiguration configuration,
      SSLSocketFactory tls,
      WriteTimeouts timeouts,
      SmtpTrace trace) {
    this.address = address;
    this.configuration = configuration;
    this.timeouts = timeouts;
    this.trace = trace;
    this.tls = tls;
  }

  /** The results of the last attempts. */
  public UpstreamState state() {
    return state;
  }

  /**
   * Connects and reads the greeting.
   *
   * @param source the local address to connect from, null for any
   * @throws UpstreamException when upstream is unavailable, or its greeting is not 220
   */
  public Upstream connect(@Nullable InetAddress source) throws UpstreamException {
    try {
      Upstream opened = open(source);
      state.connected();
      return opened;
    } catch (UpstreamException e) {
      Throwable cause = e.getCause();
      state.failed(e.reply() + (cause == null ? "" : " (" + cause.getMessage() + ")"));
      throw e;
    }
  }

  private Upstream open(@Nullable InetAddress source) throws UpstreamException {
    trace.connecting();
    Upstream upstream;
    // closed below, or by the session that gets it
    Socket socket = new Socket();
    try {
      if (source != null) {
        socket.bind(new InetSocketAddress(source, 0));
      }
      socket.setTcpNoDelay(true);
      socket.connect(address.toConnect(), (int) configuration.getConnectTimeout());
      upstream =
          new Upstream(
              new UpstreamConnection(socket, address.connectHost(), timeouts),
              configuration,
              tls,
              trace);
    } catch (IOException e) {
      closeQuietly(socket);
      trace.warn(false, "Connection error " + address + " " + e.getMessage());
      throw UpstreamException.unreachable(address.toString(), e);
    }
    SmtpReply greeting;
    try {
      greeting = upstream.greeting();
    } catch (UpstreamException e) {
      trace.warn(false, "Connection error " + address + " " + e.getMessage());
      throw e;
    }
    if (greeting.code() != 220) {
      upstream.close();
      trace.warn(upstream.isTls(), "Connection refused by " + address + " " + greeting);
      // with 554 the client would give up its mail, although upstream may refuse the proxy only
      throw new UpstreamException(
          SmtpReply.of(421, "4.4.1 Upstream server replied: " + greeting),
          new IOException("the greeting was not 220"));
    }
    trace.received(upstream.isTls(), "Connection success " + address);
    return upstream;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // the socket was never connected
    }
  }
}
