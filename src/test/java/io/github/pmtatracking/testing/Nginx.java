package io.github.pmtatracking.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The nginx of this machine, with a site on a port of loopback beside a default one, as Debian's.
 */
public final class Nginx implements AutoCloseable {
  private final int port;
  private final Path log;
  private final Process process;

  private Nginx(int port, Path log, Process process) {
    this.port = port;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts one and waits until it listens.
   *
   * @param folder for its files
   * @param site what Debian has in conf.d, with port 80
   */
  public static Nginx start(Path folder, String site) throws IOException {
    Files.createDirectories(folder);
    int port = FreePort.find();
    Path log = folder.resolve("error.log");
    StringBuilder temporary = new StringBuilder();
    for (String kind : new String[] {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
      temporary.append(kind + "_temp_path " + folder.resolve(kind) + "; ");
    }
    String configuration =
        """
        daemon off;
        pid %s;
        error_log %s;
        events { }
        http {
            %s
            %s
            server { listen 127.0.0.1:%d default_server; server_name _; return 404; }
        }
        """
            .formatted(
                folder.resolve("pid"),
                log,
                temporary,
                site.replace("listen [::]:80;", "")
                    .replace("listen 80", "listen 127.0.0.1:" + port),
                port);
    Path file = Files.writeString(folder.resolve("nginx.conf"), configuration);
    Process process =
        new ProcessBuilder("nginx", "-p", folder.toString(), "-c", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Nginx nginx = new Nginx(port, log, process);
    await()
        .atMost(60, SECONDS)
        .failFast("nginx ended; see " + log, () -> !process.isAlive())
        .until(nginx::listens);
    return nginx;
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  /** What it logged. */
  public String readLog() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
