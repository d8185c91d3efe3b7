package io.github.pmtatracking.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A redis-server that reads Debian's own configuration file, with a port, folders and a process of
 * its own; it can be stopped in order, killed and started again.
 */
public final class ConfiguredRedis implements AutoCloseable {
  private static final Path DEBIANS = Path.of("/etc/redis/redis.conf");

  private final Path config;
  private final Path data;
  private final int port;
  private Process process;

  private ConfiguredRedis(Path config, Path data, int port) {
    this.config = config;
    this.data = data;
    this.port = port;
  }

  /**
   * Copies the configuration into a folder and starts the server.
   *
   * @param more lines at its end
   */
  public static ConfiguredRedis start(Path folder, String... more) throws IOException {
    return start(folder, folder.resolve("data"), more);
  }

  /** The same with its data in a folder of the caller's choice. */
  public static ConfiguredRedis start(Path folder, Path data, String... more) throws IOException {
    Files.createDirectories(folder);
    Files.createDirectories(data);
    int port = FreePort.find();
    Path config = folder.resolve("redis.conf");
    String text = debians();
    for (Map.Entry<String, String> line :
        Map.of(
                "port", "" + port,
                "daemonize", "no",
                "pidfile", folder.resolve("redis.pid").toString(),
                "logfile", folder.resolve("redis.log").toString(),
                "dir", data.toString())
            .entrySet()) {
      Pattern old = Pattern.compile("(?m)^" + line.getKey() + " .*$");
      text =
          old.matcher(text)
              .replaceAll(Matcher.quoteReplacement(line.getKey() + " " + line.getValue()));
    }
    text = text.replaceAll("(?m)^(unixsocket|bind) .*$", "") + "\nbind 127.0.0.1\n";
    Files.writeString(config, text + String.join("\n", more) + "\n");
    ConfiguredRedis redis = new ConfiguredRedis(config, data, port);
    redis.start();
    return redis;
  }

  /** Debian's file; where it may not be read, what counts of it here. */
  private static String debians() throws IOException {
    return Files.isReadable(DEBIANS)
        ? Files.readString(DEBIANS)
        : "port 6379\ndaemonize yes\npidfile x\nlogfile x\ndir x\nappendonly no\n"
            + "save 3600 1 300 100 60 10000\n";
  }

  /** Starts it with the file as it is now, and waits until it has loaded its data. */
  public void start() throws IOException {
    process =
        new ProcessBuilder("redis-server", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    for (int attempt = 0; attempt < 600 && process.isAlive(); attempt++) {
      if (cli("PING").equals("PONG")) {
        return;
      }
      pause();
    }
    throw new IOException("redis-server does not serve: " + config);
  }

  private void pause() throws IOException {
    try {
      process.waitFor(50, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Stops it in order, as systemd does. */
  public void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  /** Ends it at once. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  public int port() {
    return port;
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  public Path config() {
    return config;
  }

  public Path data() {
    return data;
  }

  /** What redis-cli prints. */
  public String cli(String... command) throws IOException {
    String[] line = new String[command.length + 3];
    line[0] = "redis-cli";
    line[1] = "-p";
    line[2] = "" + port;
    System.arraycopy(command, 0, line, 3, command.length);
    return printed(new ProcessBuilder(line), "");
  }

  /** Sends many commands, one a line, at once. */
  public void pipe(String commands) throws IOException {
    printed(new ProcessBuilder("redis-cli", "-p", "" + port), commands);
  }

  private static String printed(ProcessBuilder command, String input) throws IOException {
    Process cli = command.redirectErrorStream(true).start();
    try (OutputStream in = cli.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    }
    return new String(cli.getInputStream().readAllBytes(), UTF_8).strip();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
