package io.github.pmtatracking.wrapper.route;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/**
 * An upstream server for mail that is too much to keep: of each message it keeps a digest of what
 * the client sent, so with the id's line left out and links led back. Lines have to be short.
 */
final class DigestingSink implements AutoCloseable {
  /** What links of the wrapper lead to before it, the same for all of them. */
  static final String TARGET = "http://a";

  private static final Pattern LINK =
      Pattern.compile(Pattern.quote(RunningWrapper.TRACKER) + "/[A-Za-z0-9_=-]+");

  private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, LongAdder> digests = new ConcurrentHashMap<>();

  DigestingSink() throws IOException {
    threads.execute(this::accept);
  }

  String hostPort() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** How many messages with this digest were taken. */
  long taken(String digest) {
    LongAdder count = digests.get(digest);
    return count == null ? 0 : count.sum();
  }

  /** Of a message as a client sends it, without the final dot. */
  static String digest(byte[] message) throws IOException {
    return digest(new BufferedInputStream(new java.io.ByteArrayInputStream(message)));
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream(), 65_536)) {
      reply(socket, "220 sink");
      for (String line = line(in); line != null; line = line(in)) {
        switch (line.split(" ", 2)[0]) {
          case "EHLO" -> reply(socket, "250-sink\r\n250-SIZE 200000000\r\n250 PIPELINING");
          case "DATA" -> {
            reply(socket, "354 go ahead");
            String digest = digest(in);
            digests.computeIfAbsent(digest, d -> new LongAdder()).increment();
            reply(socket, "250 taken");
          }
          case "QUIT" -> {
            reply(socket, "221 bye");
            return;
          }
          default -> reply(socket, "250 ok");
        }
      }
    } catch (IOException e) {
      // the wrapper has gone
    }
  }

  private static void reply(Socket socket, String text) throws IOException {
    socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String digest(InputStream in) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    for (String line = line(in); line != null && !line.equals("."); line = line(in)) {
      if (!line.startsWith("X-Sp-Message-Id: ")) {
        String original =
            line.contains(RunningWrapper.TRACKER) ? LINK.matcher(line).replaceAll(TARGET) : line;
        digest.update((original + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
