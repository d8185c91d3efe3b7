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
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Answers HTTP requests with octets that a script writes, which need not be HTTP: too many, or none
 * that end. One request a connection. Listens on loopback only.
 */
public final class RawHttpServer implements AutoCloseable {
  /** Writes an answer. An {@link IOException} of the stream means that the client left. */
  public interface Script {
    void answer(String requestLine, OutputStream out) throws IOException;
  }

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicBoolean clientLeft = new AtomicBoolean();
  private volatile Script script;

  public RawHttpServer(Script script) throws IOException {
    this.script = script;
    workers.execute(this::accept);
  }

  /** From now on answers so. */
  public void answer(Script script) {
    this.script = script;
  }

  /** An answer that is whole. */
  public static Script whole(String statusAndHeaders, String body) {
    return (request, out) ->
        out.write(
            ("HTTP/1.1 "
                    + statusAndHeaders
                    + "\r\nContent-Length: "
                    + body.length()
                    + "\r\nConnection: close\r\n\r\n"
                    + body)
                .getBytes(StandardCharsets.ISO_8859_1));
  }

  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Each request's line. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Whether a client closed its connection before an answer's end. */
  public boolean aClientLeft() {
    return clientLeft.get();
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

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int octet = in.read();
        if (octet < 0) {
          return;
        }
        head.append((char) octet);
      }
      in.readNBytes(contentLength(head.toString()));
      String line = head.substring(0, head.indexOf("\r\n"));
      requests.add(line);
      try {
        script.answer(line, socket.getOutputStream());
        socket.getOutputStream().flush();
      } catch (IOException e) {
        clientLeft.set(true);
      }
    } catch (IOException e) {
      // the client left before its request was whole
    }
  }

  private static int contentLength(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }
}
