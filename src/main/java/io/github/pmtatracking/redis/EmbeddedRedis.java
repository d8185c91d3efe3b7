package io.github.pmtatracking.redis;

import io.github.pmtatracking.settings.BadSettingException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * A real redis-server of our own on a loopback port, from the binary that embedded-redis carries;
 * for the demo, for trying out and for tests. Its data stays in its folder and is found again at
 * the next start. Not thread-safe.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final int ATTEMPTS = 600;
  private static final int PORT_ATTEMPTS = 100;
  private static final int FIRST_PORT = 20_000;
  private static final int END_OF_PORTS = 32_000;

  private final Path folder;
  private final int port;
  private final List<String> arguments;
  private @Nullable Process process;
  private @Nullable FileChannel folderLock;

  private EmbeddedRedis(Path folder, int port, List<String> arguments) {
    this.folder = folder;
    this.port = port;
    this.arguments = arguments;
  }

  /**
   * Starts a server on a free port and waits until it answers.
   *
   * @param folder for its data, its log and its binary; made if it is missing
   * @param arguments more of redis-server's own, such as {@code "--appendonly", "yes"}
   * @throws BadSettingException when the folder cannot be written, a server runs on it already, or
   *     the server does not start
   */
  public static EmbeddedRedis start(Path folder, String... arguments) {
    EmbeddedRedis redis =
        new EmbeddedRedis(folder.toAbsolutePath(), freePort(), List.of(arguments));
    try {
      redis.lock();
      redis.start();
      return redis;
    } catch (BadSettingException e) {
      redis.unlock();
      throw e;
    }
  }

  /** Starts the server again, on the same port and data; does nothing while it runs. */
  public void start() {
    if (process != null && process.isAlive()) {
      return;
    }
    try {
      Files.createDirectories(folder);
      List<String> command = new ArrayList<>();
      command.add(binary().getPath());
      command.addAll(
          List.of(
              "--port", Integer.toString(port), "--bind", "127.0.0.1", "--dir", folder.toString()));
      command.addAll(List.of("--daemonize", "no", "--save", ""));
      command.addAll(arguments);
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
      awaitAnswer(process);
    } catch (IOException e) {
      throw new BadSettingException(
          "embedded Redis cannot start in " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Two servers would write into one append-only file, and neither see what the other was told. */
  private void lock() {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      folderLock = channel;
      String running = Files.exists(portFile()) ? Files.readString(portFile()).strip() : "";
      // one whose process was killed has no lock, and lives on
      if (!locked(channel) || (running.matches("\\d{1,5}") && ponged(Integer.parseInt(running)))) {
        throw new BadSettingException(
            "an embedded Redis runs in "
                + folder
                + " already; to share it, set redis.url = redis://127.0.0.1:"
                + running
                + " (REDIS_URL), or choose another folder with embedded:FOLDER");
      }
      Files.writeString(portFile(), port + "\n");
    } catch (IOException e) {
      throw new BadSettingException(
          "embedded Redis cannot start in " + folder + ": " + e.getMessage(), e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException heldInThisProcess) {
      return false;
    }
  }

  private void unlock() {
    try {
      if (folderLock != null) {
        folderLock.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  /** {@code redis://127.0.0.1:port}. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** The server's process id, for signals. */
  public long pid() {
    if (process == null) {
      throw new IllegalStateException("not started");
    }
    return process.pid();
  }

  /** Ends the server at once, as {@code kill -9} would. */
  public void kill() {
    end(true);
  }

  /** Ends the server in order, as SIGTERM does; what {@code appendonly} promises is on disk. */
  @Override
  public void close() {
    end(false);
    try {
      Files.deleteIfExists(portFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    unlock();
  }

  private void end(boolean forcibly) {
    Process running = process;
    if (running == null) {
      return;
    }
    try {
      if (forcibly) {
        running.destroyForcibly();
      } else {
        running.destroy();
      }
      if (!running.waitFor(10, TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private Path portFile() {
    return folder.resolve("port");
  }

  private Path log() {
    return folder.resolve("redis-server.log");
  }

  private File binary() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    return ExecutableProvider.newJarResourceProvider(bin.toFile()).get();
  }

  private void awaitAnswer(Process started) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS && started.isAlive(); attempt++) {
      if (ponged(port)) {
        return;
      }
      try {
        if (started.waitFor(20, TimeUnit.MILLISECONDS)) {
          break;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while it started", e);
      }
    }
    started.destroyForcibly();
    List<String> lines = Files.readAllLines(log(), StandardCharsets.UTF_8);
    throw new IOException(
        "redis-server said: " + (lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1)));
  }

  private static boolean ponged(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      socket.setSoTimeout(1_000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(5);
      String text = new String(answer, StandardCharsets.US_ASCII);
      // a server that asks for a password is up as well
      return text.equals("+PONG") || text.startsWith("-NOA");
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * A port below those that the system gives to clients and to servers that ask for any: while the
   * server is dead, nobody shall take its place.
   */
  private static int freePort() {
    for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, END_OF_PORTS);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // try another
      }
    }
    throw new IllegalStateException(
        "no free port on loopback: tried "
            + PORT_ATTEMPTS
            + " between "
            + FIRST_PORT
            + " and "
            + END_OF_PORTS);
  }
}
