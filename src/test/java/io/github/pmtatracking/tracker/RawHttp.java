package io.github.pmtatracking.tracker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One connection that sends exactly the given bytes, and reads answers byte by byte. */
public final class RawHttp implements Closeable {
  private final Socket socket;
  private final InputStream in;

  public RawHttp(int port) throws IOException {
    this(InetAddress.getLoopbackAddress(), port);
  }

  public RawHttp(InetAddress address, int port) throws IOException {
    socket = new Socket(address, port);
    socket.setSoTimeout(20_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** An answer; header names in lower case. */
  public record Reply(int status, Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** Sends bytes unchanged; characters are Latin-1. */
  public RawHttp send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    return this;
  }

  public RawHttp get(String target, String... headers) throws IOException {
    return request("GET", target, headers);
  }

  public RawHttp request(String method, String target, String... headers) throws IOException {
    StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: t\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return send(request.append("\r\n").toString());
  }

  /** The next answer, with its body. */
  public Reply reply() throws IOException {
    Reply head = head();
    byte[] body = in.readNBytes(Integer.parseInt(head.headers.getOrDefault("content-length", "0")));
    return new Reply(head.status, head.headers, new String(body, ISO_8859_1));
  }

  /** The next answer to a HEAD, which has no body whatever its length says. */
  public Reply head() throws IOException {
    String status = line();
    if (!status.startsWith("HTTP/1.1 ")) {
      throw new IOException("no answer but <" + status + ">");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Reply(Integer.parseInt(status.substring(9, 12)), headers, "");
  }

  /** Ends this side's direction of the connection, so that only answers come. */
  public void endOfInput() throws IOException {
    socket.shutdownOutput();
  }

  /** Whether the other side has ended the connection and said nothing more. */
  public boolean isEnded() throws IOException {
    return in.read() < 0;
  }

  /** Whether the other side has ended or reset the connection and said nothing more. */
  public boolean isCut() throws IOException {
    try {
      return isEnded();
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Resets the connection, as a client's machine does that has no use for what may still come. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        return line.toString(ISO_8859_1);
      }
      if (octet != '\r') {
        line.write(octet);
      }
    }
    return line.toString(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
