package io.github.pmtatracking.component.smtpproxy.upstream;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.net.TimedOutput;
import io.github.pmtatracking.component.smtpproxy.net.Tls;
import io.github.pmtatracking.component.smtpproxy.net.WriteTimeouts;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection to an SMTP server: sends commands and reads replies. A failure closes the connection
 * and throws an {@link UpstreamException}. Used by one thread; {@link #close} may be called by any
 * thread.
 */
final class UpstreamConnection implements Closeable {
  private static final int MAX_REPLY_LINE = 8_192;
  private static final int MAX_REPLY_LINES = 256;

  private final String host;
  private final TimedOutput out;

  /** The connection below TLS, if there is TLS. */
  private final Socket tcp;

  private Socket socket;
  private InputStream in;
  private byte[] buffer = new byte[4_096];
  private int position;
  private int limit;
  private boolean closed;

  UpstreamConnection(Socket socket, String host, WriteTimeouts timeouts) throws IOException {
    this.tcp = socket;
    this.socket = socket;
    this.host = host;
    this.in = socket.getInputStream();
    this.out = new TimedOutput(socket.getOutputStream(), 16_384, timeouts, this::cut);
  }

  /** Adds a command to the buffer, which is sent before the next read. */
  void queue(String line) throws UpstreamException {
    try {
      out.write(line.getBytes(StandardCharsets.ISO_8859_1));
      out.write('\r');
      out.write('\n');
    } catch (IOException e) {
      throw lost("while sending a command", e);
    }
  }

  /** Sends a command and waits for its reply. */
  SmtpReply command(String line, int timeout) throws UpstreamException {
    queue(line);
    return readReply(timeout);
  }

  /** The output for the body of DATA. */
  OutputStream output() {
    return out;
  }

  /**
   * Reads the next reply with all its lines.
   *
   * @param timeout milliseconds
   */
  SmtpReply readReply(int timeout) throws UpstreamException {
    try {
      out.flush();
      socket.setSoTimeout(timeout);
      List<String> lines = new ArrayList<>(1);
      int code = -1;
      while (true) {
        String line = readLine();
        int lineCode = code(line);
        if (code >= 0 && lineCode != code || lines.size() >= MAX_REPLY_LINES) {
          throw new MalformedReplyException(line);
        }
        code = lineCode;
        lines.add(line.length() > 4 ? line.substring(4) : "");
        if (line.length() < 4 || line.charAt(3) != '-') {
          return new SmtpReply(code, lines);
        }
      }
    } catch (MalformedReplyException e) {
      close();
      throw new UpstreamException(
          SmtpReply.of(421, "4.5.0 Upstream server sent an invalid SMTP reply"), e);
    } catch (SocketTimeoutException e) {
      close();
      throw new UpstreamException(
          SmtpReply.of(421, "4.4.2 Timeout waiting for the upstream server"),
          new SocketTimeoutException("no reply from upstream within " + timeout + " ms"));
    } catch (IOException e) {
      throw lost("while waiting for a reply", e);
    }
  }

  private static int code(String line) throws MalformedReplyException {
    boolean wellFormed =
        line.length() >= 3
            && line.charAt(0) >= '2'
            && line.charAt(0) <= '5'
            && Character.isDigit(line.charAt(1))
            && Character.isDigit(line.charAt(2))
            && (line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '-')
            && line.indexOf('\r') < 0;
    if (!wellFormed) {
      throw new MalformedReplyException(line);
    }
    return Integer.parseInt(line.substring(0, 3));
  }

  private String readLine() throws IOException {
    int start = position;
    int scanned = position;
    while (true) {
      for (; scanned < limit; scanned++) {
        if (buffer[scanned] == '\n') {
          int end = scanned > start && buffer[scanned - 1] == '\r' ? scanned - 1 : scanned;
          position = scanned + 1;
          return new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
        }
      }
      if (limit - start > MAX_REPLY_LINE) {
        throw new MalformedReplyException("a line of more than " + MAX_REPLY_LINE + " bytes");
      }
      scanned -= start;
      makeRoom(start);
      start = 0;
      int n = in.read(buffer, limit, buffer.length - limit);
      if (n < 0) {
        throw new EOFException("upstream closed the connection");
      }
      limit += n;
    }
  }

  /** Moves the unread bytes to the front, and doubles the buffer when it is full. */
  private void makeRoom(int start) {
    byte[] target = limit - start == buffer.length ? new byte[buffer.length * 2] : buffer;
    System.arraycopy(buffer, start, target, 0, limit - start);
    buffer = target;
    limit -= start;
    position = 0;
  }

  /** Does the TLS handshake: after the reply to STARTTLS, or from the first byte. */
  void startTls(SSLSocketFactory factory, boolean verifyName, int timeout)
      throws UpstreamException {
    try {
      if (position < limit) {
        throw new MalformedReplyException("text before the TLS handshake");
      }
      SSLSocket secure = (SSLSocket) factory.createSocket(socket, host, socket.getPort(), true);
      Tls.prepareClient(secure, verifyName);
      secure.setSoTimeout(timeout);
      secure.startHandshake();
      socket = secure;
      in = secure.getInputStream();
      out.redirect(secure.getOutputStream());
    } catch (IOException e) {
      close();
      throw new UpstreamException(SmtpReply.of(421, "4.7.5 TLS with upstream server failed"), e);
    }
  }

  boolean isTls() {
    return socket instanceof SSLSocket;
  }

  boolean isClosed() {
    return closed;
  }

  UpstreamException lost(String when, IOException cause) {
    close();
    return UpstreamException.lost(when, cause);
  }

  @Override
  public void close() {
    closed = true;
    shut(socket);
  }

  /** Closes the TCP connection. Closing the TLS socket would wait for the write in progress. */
  private void cut() {
    shut(tcp);
  }

  private static void shut(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // the connection is not used any more
    }
  }

  /** Upstream sent a line that is no reply. */
  private static final class MalformedReplyException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedReplyException(String seen) {
      super("wanted an SMTP reply, got \"" + seen + "\"");
    }
  }
}
