package io.github.pmtatracking.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The distribution as {@code mvn package} made it, and its commands as real processes. */
public final class Installation {
  private static final int TIMEOUT_SECONDS = 60;

  private Installation() {}

  /** What a command left behind. */
  public record Outcome(int exitCode, String out, String err) {}

  /** The folder with bin, lib, etc and routes. */
  public static Path home() {
    // by name: what else lies in target comes and goes while tests run side by side
    try (DirectoryStream<Path> built =
        Files.newDirectoryStream(Path.of("target"), "pmta-tracking-*")) {
      for (Path outer : built) {
        Path home = outer.resolve(outer.getFileName());
        if (Files.isDirectory(home.resolve("lib"))) {
          return home.toAbsolutePath();
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("not packaged", e);
    }
    throw new IllegalStateException("not packaged");
  }

  /** One of the launchers. */
  public static Path bin(String command) {
    return home().resolve("bin").resolve(command);
  }

  /**
   * An installation of the same programs in another folder, without settings and routes.
   *
   * @return the environment that makes commands use it
   */
  public static Map<String, String> at(Path folder) throws IOException {
    Files.createSymbolicLink(Files.createDirectories(folder).resolve("lib"), home().resolve("lib"));
    return Map.of("PMTA_TRACKING_HOME", folder.toString());
  }

  /** A command that is to be started with {@code environment} added to this process's. */
  public static ProcessBuilder command(
      Map<String, String> environment, String... commandAndArguments) {
    List<String> line = new ArrayList<>(List.of(commandAndArguments));
    if (!line.get(0).contains("/")) {
      line.set(0, bin(line.get(0)).toString());
    }
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(environment);
    builder.environment().putIfAbsent("MANAGEMENT_HOSTPORT", "off");
    return builder;
  }

  /** Runs a command to its end, with nothing on its standard input. */
  public static Outcome run(Map<String, String> environment, String... commandAndArguments) {
    return run(command(environment, commandAndArguments), "");
  }

  /** Runs a command to its end, feeding its standard input through a pipe. */
  public static Outcome run(ProcessBuilder command, String input) {
    try {
      Process process = command.start();
      CompletableFuture<String> out = text(process.getInputStream());
      CompletableFuture<String> err = text(process.getErrorStream());
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            command.command() + " did not end; it said: " + out.join() + err.join());
      }
      return new Outcome(process.exitValue(), out.join(), err.join());
    } catch (IOException e) {
      throw new IllegalStateException(command.command() + " cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static CompletableFuture<String> text(java.io.InputStream in) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            return "";
          }
        });
  }
}
