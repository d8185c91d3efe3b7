package io.github.pmtatracking.component.smtpproxy.upstream;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.api.UpstreamConfiguration;
import io.github.pmtatracking.component.smtpproxy.net.Tls;
import io.github.pmtatracking.component.smtpproxy.net.WriteTimeouts;
import io.github.pmtatracking.text.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Opens connections to one upstream server. Thread-safe. */
public final class UpstreamConnector {
  private final HostPort address;
  private final UpstreamConfiguration configuration;
  private final SSLSocketFactory tls;
  private final WriteTimeouts watch;
  private final SmtpTrace conversation;
  private final UpstreamState state = new UpstreamState();

  public UpstreamConnector(
      HostPort address,
      UpstreamConfiguration configuration,
      WriteTimeouts watch,
      SmtpTrace conversation) {
    this.address = address;
    this.configuration = configuration;
    this.watch = watch;
    this.conversation = conversation;
    try {
      this.tls = Tls.clientSockets(configuration.isInsecureSkipVerify());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java offers no TLS", e);
    }
  }

  /** What became of the last attempts. */
  public UpstreamState state() {
    return state;
  }

  /**
   * Connects and hears the greeting.
   *
   * @param source the local address to connect from, null for any
   * @throws UpstreamException when there is no connection, or upstream does not want this one
   */
  public Upstream dial(@Nullable InetAddress source) throws UpstreamException {
    try {
      Upstream opened = connect(source);
      state.connected();
      return opened;
    } catch (UpstreamException e) {
      Throwable cause = e.getCause();
      state.failed(e.reply() + (cause == null ? "" : " (" + cause.getMessage() + ")"));
      throw e;
    }
  }

  private Upstream connect(@Nullable InetAddress source) throws UpstreamException {
    conversation.connecting();
    Upstream upstream;
    // closed below, and by the session that it is handed to
    Socket socket = new Socket();
    try {
      if (source != null) {
        socket.bind(new InetSocketAddress(source, 0));
      }
      socket.setTcpNoDelay(true);
      socket.connect(address.toConnect(), (int) configuration.getConnectTimeout());
      upstream =
          new Upstream(
              new UpstreamConnection(socket, address.connectHost(), watch),
              configuration,
              tls,
              conversation);
    } catch (IOException e) {
      closeQuietly(socket);
      conversation.trouble(false, "Connection error " + address + " " + e.getMessage());
      throw UpstreamException.unreachable(address.toString(), e);
    }
    SmtpReply greeting;
    try {
      greeting = upstream.greeting();
    } catch (UpstreamException e) {
      conversation.trouble(false, "Connection error " + address + " " + e.getMessage());
      throw e;
    }
    if (greeting.code() != 220) {
      upstream.close();
      conversation.trouble(upstream.isTls(), "Connection refused by " + address + " " + greeting);
      // 554 would make the client give up its mail, though it may be the proxy that is not wanted
      throw new UpstreamException(
          SmtpReply.of(421, "4.4.1 upstream says " + greeting), new IOException("no 220"));
    }
    conversation.heard(upstream.isTls(), "Connection success " + address);
    return upstream;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it was never connected
    }
  }
}
