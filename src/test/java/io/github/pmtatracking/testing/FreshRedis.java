package io.github.pmtatracking.testing;

import static org.awaitility.Awaitility.await;

import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.redis.RedisConnections;
import io.github.pmtatracking.settings.Settings;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Redis that the tests of a class share. It is empty before each test, and started again if the
 * test before has killed it. Register it in a static field.
 */
public final class FreshRedis implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private final String[] arguments;
  private Path folder;
  private EmbeddedRedis server;
  private RedisConnections connections;

  /**
   * @param arguments further arguments of redis-server
   */
  public FreshRedis(String... arguments) {
    this.arguments = arguments;
  }

  public EmbeddedRedis server() {
    return server;
  }

  public RedisConnections connections() {
    return connections;
  }

  /** The commands of a connection to it. */
  public RedisClusterAsyncCommands<byte[], byte[]> commands() {
    return connections.queue().get();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("fresh-redis");
    server = EmbeddedRedis.start(folder, arguments);
    connections =
        new RedisConnections(
            Settings.load(null, Map.of(), Map.of()).with("redis.url", server.url()));
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    server.start();
    await().ignoreExceptions().until(() -> commands().flushall().get().equals("OK"));
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (connections != null) {
      connections.close();
    }
    if (server != null) {
      server.close();
    }
    List<Path> left;
    try (Stream<Path> all = Files.walk(folder)) {
      left = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : left) {
      Files.delete(path);
    }
  }
}
