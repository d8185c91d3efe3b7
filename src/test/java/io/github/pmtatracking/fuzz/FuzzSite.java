package io.github.pmtatracking.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.redis.RedisConnections;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.testing.RedisServer;
import io.github.pmtatracking.testing.Service;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A redis-server, a program as a process of its own, and a folder for what they write. */
final class FuzzSite implements AutoCloseable {
  private static final String QUEUE = "trk_queue";

  /** The smallest heap that a program is shipped with. */
  private static final String HEAP = "-Xmx192m -XX:+ExitOnOutOfMemoryError";

  private final Path folder;
  private final RedisServer server;
  private final RedisConnections connections;
  private @Nullable Service service;

  FuzzSite(Path folder) throws IOException {
    this.folder = folder;
    server = RedisServer.start(folder.resolve("redis"), null);
    connections =
        new RedisConnections(Settings.load(null, Map.of(), Map.of()).with("redis.url", url()));
  }

  private String url() {
    return "redis://" + server.address();
  }

  /**
   * Starts the program.
   *
   * @param port that it listens on, 0 for none
   * @param more settings, as environment variables
   */
  Service start(int port, Map<String, String> more, String... command) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("REDIS_URL", url());
    environment.put("MANAGEMENT_HOSTPORT", "off");
    environment.put("JAVA_TOOL_OPTIONS", HEAP);
    Service started = new Service(folder, environment, port, command);
    service = started;
    return started.start();
  }

  Path folder() {
    return folder;
  }

  Service service() {
    if (service == null) {
      throw new IllegalStateException("no program was started");
    }
    return service;
  }

  RedisClusterAsyncCommands<byte[], byte[]> redis() {
    return connections.queue().get();
  }

  /** Takes all that is queued out of Redis. */
  List<String> takeQueued() throws Exception {
    byte[] queue = QUEUE.getBytes(UTF_8);
    List<byte[]> entries = redis().lrange(queue, 0, -1).get();
    redis().ltrim(queue, entries.size(), -1).get();
    return entries.stream().map(entry -> new String(entry, UTF_8)).toList();
  }

  void push(byte[] entry) throws Exception {
    redis().rpush(QUEUE.getBytes(UTF_8), entry).get();
  }

  long length(String list) throws Exception {
    return redis().llen(list.getBytes(UTF_8)).get();
  }

  /** Resident memory of the program in bytes. */
  long residentBytes() throws IOException {
    Process process = service().process();
    if (!process.isAlive()) {
      throw new AssertionError("the program has ended:\n" + service().log());
    }
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException("no VmRSS of " + process.pid());
  }

  @Override
  public void close() {
    if (service != null) {
      service.close();
    }
    connections.close();
    server.close();
  }
}
