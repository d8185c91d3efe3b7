package io.github.pmtatracking.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.github.pmtatracking.demo.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One of our commands as a process that can be killed and started again. */
public final class Service implements AutoCloseable {
  private final Path folder;
  private final Map<String, String> environment;
  private final int port;
  private final String[] command;
  private final List<ChildJvm> lives = new ArrayList<>();

  /**
   * @param folder for the logs
   * @param environment its settings
   * @param port that it listens on once it is ready; 0 when it listens on none
   */
  public Service(Path folder, Map<String, String> environment, int port, String... command) {
    this.folder = folder;
    this.environment = environment;
    this.port = port;
    this.command = command;
  }

  public int port() {
    return port;
  }

  /** Starts it, unless it runs, and waits until it is ready. */
  public synchronized Service start() {
    if (lives.isEmpty() || !process().isAlive()) {
      try {
        Path log = folder.resolve(command[0] + "-" + System.nanoTime() + ".log");
        lives.add(ChildJvm.start(environment, log, command));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    await().atMost(90, SECONDS).pollDelay(0, SECONDS).until(this::isReady);
    return this;
  }

  /** SIGKILL; gone when this returns. */
  public synchronized void kill() {
    lives.get(lives.size() - 1).kill();
  }

  /** SIGTERM, and waits for the end. */
  public synchronized int terminate() throws InterruptedException {
    Process process = process();
    process.destroy();
    if (!process.waitFor(30, SECONDS)) {
      throw new AssertionError(command[0] + " did not end within 30 s of SIGTERM:\n" + log());
    }
    return process.exitValue();
  }

  /** Waits until it ends by itself; returns the exit code. */
  public int awaitEnd() throws InterruptedException {
    Process process = process();
    if (!process.waitFor(90, SECONDS)) {
      throw new AssertionError(command[0] + " did not end by itself:\n" + log());
    }
    return process.exitValue();
  }

  public Process process() {
    return lives.get(lives.size() - 1).process();
  }

  /** What all its lives have logged. */
  public synchronized String log() {
    StringBuilder text = new StringBuilder();
    lives.forEach(life -> text.append(life.output()));
    return text.toString();
  }

  private boolean isReady() {
    ChildJvm last = lives.get(lives.size() - 1);
    last.requireRunning();
    // one that listens on no port says that it starts, in the first line of its log
    return port == 0 ? last.output().contains("Starting ") : listens(port);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public synchronized void close() {
    lives.forEach(ChildJvm::close);
  }
}
