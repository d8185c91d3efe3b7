package io.github.pmtatracking.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The redis-server of this machine, on a port of loopback, with its data in a folder. */
public final class RedisServer implements AutoCloseable {
  private static final int ATTEMPTS = 1_000;

  private final int port;
  private final @Nullable TestCertificate certificate;
  private final Path log;
  private final Process process;

  private RedisServer(int port, @Nullable TestCertificate certificate, Path log, Process process) {
    this.port = port;
    this.certificate = certificate;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts one and waits until it listens.
   *
   * @param folder for its data and log; made if it is missing
   * @param certificate with one it speaks TLS only, and needs no certificate of a client, except
   *     when an argument says so
   * @param arguments more of redis-server's own
   */
  public static RedisServer start(
      Path folder, @Nullable TestCertificate certificate, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("--dir", folder.toString(), "--save", ""));
    // it would let five seconds pass before a replica has its first data
    command.addAll(List.of("--repl-diskless-sync-delay", "0"));
    command.addAll(List.of(arguments));
    return launch(folder, certificate, command);
  }

  /** Starts a sentinel. */
  public static RedisServer startSentinel(
      Path folder, @Nullable TestCertificate certificate, String configuration) throws IOException {
    Files.createDirectories(folder);
    Path file = Files.writeString(folder.resolve("sentinel.conf"), configuration);
    return launch(folder, certificate, List.of(file.toString(), "--sentinel"));
  }

  private static RedisServer launch(
      Path folder, @Nullable TestCertificate certificate, List<String> arguments)
      throws IOException {
    Files.createDirectories(folder);
    int port = FreePort.find();
    List<String> command = new ArrayList<>(List.of("redis-server"));
    command.addAll(arguments);
    command.addAll(List.of("--bind", "127.0.0.1"));
    if (certificate == null) {
      command.addAll(List.of("--port", "" + port));
    } else {
      command.addAll(List.of("--port", "0", "--tls-port", "" + port));
      command.addAll(tls(certificate, arguments));
    }
    Path log = folder.resolve("redis-server.log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    RedisServer server = new RedisServer(port, certificate, log, process);
    try {
      server.awaitListening();
      return server;
    } catch (IOException e) {
      server.kill();
      throw e;
    }
  }

  private static List<String> tls(TestCertificate certificate, List<String> arguments) {
    List<String> tls = new ArrayList<>(List.of("--tls-replication", "yes"));
    tls.addAll(List.of("--tls-cert-file", certificate.certificateFile().toString()));
    tls.addAll(List.of("--tls-key-file", certificate.keyFile().toString()));
    if (!arguments.contains("--tls-ca-cert-file")) {
      tls.addAll(List.of("--tls-ca-cert-file", certificate.certificateFile().toString()));
      tls.addAll(List.of("--tls-auth-clients", "no"));
    }
    return tls;
  }

  public int port() {
    return port;
  }

  /** {@code 127.0.0.1:port}. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Ends it at once, as {@code kill -9} would. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }

  /** What redis-cli prints. */
  public String cli(String... flagsAndCommand) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("redis-cli", "-p", Integer.toString(port)));
    if (certificate != null) {
      command.addAll(List.of("--tls", "--cacert", certificate.certificateFile().toString()));
    }
    command.addAll(List.of(flagsAndCommand));
    Process cli = new ProcessBuilder(command).redirectErrorStream(true).start();
    cli.getOutputStream().close();
    String printed = new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!cli.waitFor(60, TimeUnit.SECONDS) || cli.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + " said: " + printed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return printed;
  }

  private void awaitListening() throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS && process.isAlive(); attempt++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return;
      } catch (IOException notYet) {
        pause();
      }
    }
    throw new IOException("redis-server does not listen: " + Files.readString(log));
  }

  private void pause() throws IOException {
    try {
      process.waitFor(10, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
