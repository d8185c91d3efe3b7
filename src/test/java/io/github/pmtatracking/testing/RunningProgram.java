package io.github.pmtatracking.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of the commands of the installation as a process; its output goes to a file. */
public final class RunningProgram implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 60;

  private final Process process;
  private final Path said;

  private RunningProgram(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  /**
   * Starts a command whose standard input is a pipe.
   *
   * @param said where standard output and error go
   */
  public static RunningProgram start(
      Map<String, String> environment, Path said, String... commandAndArguments)
      throws IOException {
    return start(Installation.command(environment, commandAndArguments), said);
  }

  /** The same with a command that is put together already. */
  public static RunningProgram start(ProcessBuilder command, Path said) throws IOException {
    command.redirectErrorStream(true).redirectOutput(said.toFile());
    return new RunningProgram(command.start(), said);
  }

  public Process process() {
    return process;
  }

  /** What it has printed so far. */
  public String output() throws IOException {
    return Files.readString(said);
  }

  /** Waits for a text in a file, or in the output when there is no file. */
  public void awaitText(Path file, String text) {
    awaitRunning(() -> Files.exists(file) && Files.readString(file).contains(text));
  }

  /** Waits for a text in the output. */
  public void awaitOutput(String text) {
    awaitText(said, text);
  }

  /** Waits until a port of loopback takes connections. */
  public void awaitListening(int port) {
    awaitRunning(() -> isListening(port));
  }

  /** Whether a port of loopback takes connections. */
  public static boolean isListening(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void awaitRunning(Condition condition) {
    await()
        .atMost(TIMEOUT_SECONDS, SECONDS)
        .until(
            () -> {
              if (condition.holds()) {
                return true;
              }
              if (!process.isAlive()) {
                throw new IllegalStateException(
                    "ended with exit code " + process.exitValue() + ": " + output());
              }
              return false;
            });
  }

  /** Sends a signal: {@code HUP}, {@code TERM}. */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Waits for the end and returns the exit code. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("does not end");
    }
    return process.exitValue();
  }

  /** SIGTERM, and SIGKILL when that does not help in time. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
