package io.github.pmtatracking.logging;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.testing.Installation;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An outage of Redis is logged when it begins and when it ends, however long it lasts. */
class OutageLogIT {
  /** At most one each second on each connection, of which a tracker has three or more. */
  private static final int ATTEMPTS = 40;

  @TempDir private Path folder;

  @Test
  void anOutageOfRedisIsOneLineAndItsEndAnother() throws Exception {
    Path log = folder.resolve("tracker.log");
    int port = FreePort.find();
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"))) {
      Process tracker =
          Installation.command(
                  Map.of(
                      "REDIS_URL",
                      redis.url(),
                      "TRACKER_IN_HOSTPORT",
                      "127.0.0.1:" + port,
                      "TRACKER_SPOOL_FOLDER",
                      folder.resolve("spool").toString()),
                  "tracker",
                  "-logfile",
                  log.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("out").toFile())
              .start();
      try {
        await().atMost(60, SECONDS).until(() -> listens(port));
        redis.kill();
        await().atMost(60, SECONDS).until(() -> Files.readString(log).contains("unavailable"));
        try (ServerSocket inItsPlace =
            new ServerSocket(redis.port(), 50, InetAddress.getLoopbackAddress())) {
          for (int i = 0; i < ATTEMPTS; i++) {
            inItsPlace.accept().close();
          }
        }
        redis.start();
        await()
            .atMost(60, SECONDS)
            .until(() -> Files.readString(log).contains("Redis available again"));
      } finally {
        tracker.destroy();
        tracker.waitFor(30, SECONDS);
      }
    }
    List<String> lines = Files.readAllLines(log);
    String all = String.join("\n", lines);
    assertFalse(all.contains("Cannot reconnect"), all);
    assertEquals(
        2,
        lines.stream()
            .filter(line -> line.matches(".*Redis (at|(un)?available.* address=).*"))
            .count(),
        all);
  }

  private static boolean listens(int port) {
    try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (java.io.IOException e) {
      return false;
    }
  }
}
