package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.net.TimedOutput;
import io.github.pmtatracking.component.smtpproxy.net.Tls;
import io.github.pmtatracking.component.smtpproxy.net.TranscriptListener;
import io.github.pmtatracking.component.smtpproxy.net.WriteTimeouts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a client as SubEtha's session sees it. Its streams are {@link ClientInput} and
 * {@link ClientOutput}; STARTTLS replaces the socket below them. Used by the session's thread;
 * {@link #close} may be called by any thread.
 */
final class ClientSocket extends Socket {
  private final ClientInput input;
  private final ClientOutput output;
  private final WriteTimeouts handshakes;

  /** The TCP connection, below TLS if there is TLS. */
  private final Socket tcp;

  private volatile Socket transport;
  private @Nullable ClientSession session;

  /**
   * @param writes cuts the connection when a write takes too long
   * @param handshakes cuts the connection when a TLS handshake takes too long
   */
  ClientSocket(
      Socket transport,
      Set<String> verbs,
      WriteTimeouts writes,
      WriteTimeouts handshakes,
      TranscriptListener transcript)
      throws IOException {
    this.tcp = transport;
    this.transport = transport;
    this.handshakes = handshakes;
    transport.setTcpNoDelay(true);
    this.output =
        new ClientOutput(
            new TimedOutput(transport.getOutputStream(), 2_048, writes, this::cut), transcript);
    this.input = new ClientInput(transport.getInputStream(), output, verbs, transcript);
  }

  ClientInput input() {
    return input;
  }

  ClientOutput output() {
    return output;
  }

  void attach(ClientSession session) {
    this.session = session;
  }

  /** The session of this connection. */
  ClientSession session() {
    if (session == null) {
      throw new IllegalStateException("a command before the session was accepted");
    }
    return session;
  }

  /** Does the handshake as the server. Drops earlier input of the client (RFC 3207, 4.2). */
  void startTls(SSLContext context) throws IOException {
    output.flushPending();
    Socket plain = transport;
    SSLSocket secure =
        (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
    Tls.prepareServer(secure);
    // a read time-out would start again with each byte of a slow client
    long ticket = handshakes.begin(this::cut);
    try {
      secure.startHandshake();
    } finally {
      handshakes.end(ticket);
    }
    transport = secure;
    input.restart(secure.getInputStream());
    output.restart(secure.getOutputStream());
  }

  /** Closes the connection without a reply; later replies are dropped. */
  void closeSilently() {
    cut();
    output.discard();
  }

  boolean isTls() {
    return transport instanceof SSLSocket;
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  @Override
  public OutputStream getOutputStream() {
    return output;
  }

  @Override
  public void setSoTimeout(int milliseconds) throws SocketException {
    transport.setSoTimeout(milliseconds);
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return transport.getRemoteSocketAddress();
  }

  @Override
  public InetAddress getInetAddress() {
    return transport.getInetAddress();
  }

  @Override
  public int getPort() {
    return transport.getPort();
  }

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return transport.isClosed();
  }

  @Override
  public void close() throws IOException {
    if (!transport.isClosed() && !isTls() && input.hasUnread()) {
      drain();
    }
    transport.close();
  }

  /**
   * Reads the rest: a close with unread bytes resets the connection, and the last reply is lost.
   */
  private void drain() {
    try {
      transport.shutdownOutput();
      transport.setSoTimeout(200);
      byte[] dropped = new byte[8_192];
      for (int i = 0; i < 128 && transport.getInputStream().read(dropped) > 0; i++) {
        continue;
      }
    } catch (IOException e) {
      // the client may miss the last reply
    }
  }

  /** Closes the TCP connection. Closing the TLS socket would wait for the write in progress. */
  private void cut() {
    try {
      tcp.close();
    } catch (IOException e) {
      // the connection is not used any more
    }
  }

  @Override
  public String toString() {
    return "ClientSocket[" + transport + "]";
  }
}
