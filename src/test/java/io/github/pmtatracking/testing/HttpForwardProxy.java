package io.github.pmtatracking.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A forward proxy for HTTP: opens tunnels (CONNECT) and passes requests with a whole URL on. Every
 * host name leads to one port on loopback. Asks for a user and password if it is told to, or
 * refuses everything. Listens on loopback only.
 */
public final class HttpForwardProxy implements AutoCloseable {
  private final ServerSocket server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final int port;
  private volatile @Nullable String wanted;
  private volatile @Nullable String refusal;

  /**
   * @param port where every host name leads
   */
  public HttpForwardProxy(int port) throws IOException {
    this(port, ServerSocketFactory.getDefault());
  }

  /**
   * As above.
   *
   * @param sockets one that makes TLS, for a proxy that is spoken to over TLS
   */
  public HttpForwardProxy(int port, ServerSocketFactory sockets) throws IOException {
    this.server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.port = port;
    workers.execute(this::accept);
  }

  /** From now on wants this value of {@code Proxy-Authorization}. */
  public void want(String authorization) {
    wanted = authorization;
  }

  /** From now on answers so, status line and header fields; null to serve again. */
  public void refuse(@Nullable String answer) {
    refusal = answer;
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** The line of each request that came, refused ones too. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
    workers.shutdownNow();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        workers.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      String line = head.substring(0, head.indexOf("\r\n"));
      requests.add(line);
      String refused = refused(head);
      if (refused != null) {
        write(client.getOutputStream(), refused + "\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
        open.add(target);
        if (line.startsWith("CONNECT ")) {
          write(client.getOutputStream(), "HTTP/1.1 200 Connection established\r\n\r\n");
        } else {
          // one request a connection: what the client adds would be for another host
          write(
              target.getOutputStream(),
              head.replaceFirst(" http://[^/ ]+", " ")
                  .replaceFirst("(?i)\r\nConnection: [^\r]*", "")
                  .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n"));
        }
        workers.execute(() -> copy(client, target));
        copy(target, client);
      }
    } catch (IOException e) {
      // one of them left
    }
  }

  private @Nullable String refused(String head) {
    if (refusal != null) {
      return "HTTP/1.1 " + refusal;
    }
    if (wanted == null
        || head.toLowerCase(Locale.ROOT)
            .contains("\r\nproxy-authorization: " + wanted.toLowerCase(Locale.ROOT) + "\r\n")) {
      return null;
    }
    return "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"";
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = in.read();
      if (octet < 0) {
        throw new IOException("the client left");
      }
      head.append((char) octet);
    }
    return head.toString();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // one of them left
    }
  }
}
