package io.github.pmtatracking.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A small SMTP server that accepts mail and passes it to a listener; in the demo it takes the place
 * of PowerMTA. Listens on loopback only. Thread-safe; the listener is called by several threads.
 */
public final class SmtpSink implements AutoCloseable {
  private final ServerSocket server;
  private final SinkBehavior behavior;
  private final Consumer<SinkMail> mailbox;
  private final ExecutorService threads;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger sessions = new AtomicInteger();

  private SmtpSink(ServerSocket server, SinkBehavior behavior, Consumer<SinkMail> mailbox) {
    this.server = server;
    this.behavior = behavior;
    this.mailbox = mailbox;
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "smtp-sink-" + server.getLocalPort());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts a sink.
   *
   * @param port 0 for any free one, see {@link #port}
   * @param mailbox gets each mail before its sender gets the reply 250
   * @throws IOException when the port is taken
   */
  public static SmtpSink start(int port, SinkBehavior behavior, Consumer<SinkMail> mailbox)
      throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
    SmtpSink sink = new SmtpSink(server, behavior, mailbox);
    sink.threads.execute(sink::accept);
    return sink;
  }

  /** The port that the sink listens on. */
  public int port() {
    return server.getLocalPort();
  }

  /** {@code 127.0.0.1:port}. */
  public String hostPort() {
    return "127.0.0.1:" + port();
  }

  /** How many connections were made so far. */
  public int sessions() {
    return sessions.get();
  }

  /** How many connections are open now. */
  public int openSessions() {
    return open.size();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        int session = sessions.incrementAndGet();
        threads.execute(() -> serve(socket, session));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket, int session) {
    try (socket) {
      socket.setTcpNoDelay(true);
      new SinkDialogue(socket, session, behavior, mailbox).run();
    } catch (IOException e) {
      // the client went away, or was sent away
    } finally {
      open.remove(socket);
    }
  }

  /** Closes every connection, in the middle of whatever it does. */
  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
    threads.shutdown();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IOException("smtp sink: a session did not end within 10 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
