package io.github.pmtatracking.tracker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.testing.Installation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tracker as the distribution starts it, in a process of its own on a free port of loopback. It
 * may be stopped and started again.
 */
public final class TrackerProcess implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 120;

  private final int port = FreePort.find();
  private final Path folder;
  private final Map<String, String> environment;
  private Process process;

  /**
   * @param environment settings, as variables
   */
  public TrackerProcess(String redisUrl, Path folder, Map<String, String> environment)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    this.environment = new LinkedHashMap<>(environment);
    this.environment.put("REDIS_URL", redisUrl);
    this.environment.put("TRACKER_IN_HOSTPORT", "127.0.0.1:" + port);
    this.environment.put("TRACKER_SPOOL_FOLDER", folder.resolve("spool").toString());
  }

  public int port() {
    return port;
  }

  /** Starts it and waits until it listens. */
  public TrackerProcess start() throws IOException {
    process =
        Installation.command(environment, "tracker")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    await()
        .atMost(TIMEOUT_SECONDS, SECONDS)
        .failFast("the tracker ended; see " + log(), () -> !process.isAlive())
        .until(this::listens);
    return this;
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** Sends SIGTERM and waits for the end; gives the exit code. */
  public int terminate() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  Path log() {
    return folder.resolve("tracker.log");
  }

  public String readLog() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** How many objects of a class are reachable, after a full collection. */
  public int liveObjects(Class<?> type) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    int found = 0;
    for (String line : jcmd.inputReader().lines().toList()) {
      String[] columns = line.strip().split("\\s+");
      if (columns.length >= 4 && columns[3].equals(type.getName())) {
        found = Integer.parseInt(columns[1]);
      }
    }
    if (jcmd.waitFor() != 0) {
      throw new IOException("jcmd failed");
    }
    return found;
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
