package io.github.pmtatracking.testing;

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
 * A Redis that the tests of a class share, empty before each of them. To be registered in a static
 * field.
 */
public final class FreshRedis implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private Path folder;
  private EmbeddedRedis server;
  private RedisConnections connections;

  public EmbeddedRedis server() {
    return server;
  }

  public RedisConnections connections() {
    return connections;
  }

  /** Speaks to it. */
  public RedisClusterAsyncCommands<byte[], byte[]> commands() {
    return connections.queue().get();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("fresh-redis");
    server = EmbeddedRedis.start(folder);
    connections =
        new RedisConnections(
            Settings.load(null, Map.of(), Map.of()).with("redis.url", server.url()));
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    commands().flushall().get();
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
