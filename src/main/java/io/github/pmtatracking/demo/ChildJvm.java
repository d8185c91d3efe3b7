package io.github.pmtatracking.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One of our commands in a process of its own, on the class path of this one; its output goes to a
 * file.
 */
public final class ChildJvm implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 15;

  /** By name: the class knows the commands, and one of them is the demo. */
  private static final String MAIN = "io.github.pmtatracking.PmtaTracking";

  private final String name;
  private final Path log;
  private final Process process;

  private ChildJvm(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts a command whose standard input is a pipe, see {@link #process}.
   *
   * @param environment added to that of this process
   * @param log where its standard output and error go
   * @param arguments the command and its flags
   */
  public static ChildJvm start(Map<String, String> environment, Path log, String... arguments)
      throws IOException {
    return start(environment, ProcessBuilder.Redirect.PIPE, log, arguments);
  }

  /** As {@link #start(Map, Path, String...)}, with a standard input of the caller's choice. */
  public static ChildJvm start(
      Map<String, String> environment, ProcessBuilder.Redirect input, Path log, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // None lives for long: the first compiler is enough, and starts in half the time.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectInput(input).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new ChildJvm(String.join(" ", arguments), log, builder.start());
  }

  public Process process() {
    return process;
  }

  /** Fails when the process has ended, telling its last words. */
  public void requireRunning() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          name + " ended with exit code " + process.exitValue() + ": " + lastWords());
    }
  }

  /** What it has printed so far. */
  public String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String lastWords() {
    String output = output().strip();
    return output.isEmpty() ? "no output" : output.substring(output.lastIndexOf('\n') + 1);
  }

  /** SIGKILL; returns when the process is gone. Leaves this side's end of its pipes open. */
  public void kill() {
    // not the Process itself, which would close the pipes with what they hold
    process.toHandle().destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** SIGTERM, and SIGKILL when that does not help in time. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
