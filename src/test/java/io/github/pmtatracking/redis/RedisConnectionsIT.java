package io.github.pmtatracking.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisConnectionsIT {
  private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);
  private static final byte[] VALUE = "wert äöü".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  private static Settings settings(String url) {
    return Settings.load(null, Map.of(), Map.of()).with("redis.url", url);
  }

  @Test
  void commandsFailAtOnceWhileRedisIsUnavailableAndWorkAfterwards() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder);
        RedisConnections connections = new RedisConnections(settings(redis.url()))) {
      redis.kill();
      await().until(() -> !connections.isConnected());
      assertThrows(Exception.class, () -> connections.queue().get().get(KEY).get());

      redis.start();

      await().ignoreExceptions().until(() -> connections.queue().get().ping().get().equals("PONG"));
    }
  }

  @Test
  void aRedisThatIsUnavailableAtTheStartIsConnectedLater() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder)) {
      redis.kill();
      try (RedisConnections connections = new RedisConnections(settings(redis.url()))) {
        RedisUnavailableException e =
            assertThrows(RedisUnavailableException.class, () -> connections.queue().get());
        assertTrue(e.getMessage().contains(redis.url()), e.getMessage());

        redis.start();

        await()
            .ignoreExceptions()
            .until(() -> connections.queue().get().ping().get().equals("PONG"));
        assertTrue(connections.isConnected());
      }
    }
  }

  @Test
  void aPasswordIsUsedAndNotShown() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder, "--requirepass", "s3cret")) {
      String url = "redis://:s3cret@127.0.0.1:" + redis.port() + "/3";
      try (RedisConnections connections = new RedisConnections(settings(url))) {
        connections.queue().get().set(KEY, VALUE).get();
        assertArrayEquals(VALUE, connections.queue().get().get(KEY).get());
      }
      try (RedisConnections connections =
          new RedisConnections(settings("redis://:wrong@127.0.0.1:" + redis.port()))) {
        RedisUnavailableException e =
            assertThrows(RedisUnavailableException.class, () -> connections.queue().get());
        assertTrue(e.getMessage().contains("WRONGPASS"), e.getMessage());
        assertFalse(e.getMessage().contains(":wrong@"), e.getMessage());
      }
    }
  }

  @Test
  void aSocketOnThisMachineCanBeUsed() throws Exception {
    Path socket = folder.resolve("redis.sock");
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder, "--unixsocket", socket.toString());
        RedisConnections connections = new RedisConnections(settings("unix://" + socket))) {
      connections.queue().get().set(KEY, VALUE).get();
      assertArrayEquals(VALUE, connections.queue().get().get(KEY).get());
    }
  }

  @Test
  void attributesMayBeInASeparateRedis() throws Exception {
    try (EmbeddedRedis one = EmbeddedRedis.start(folder.resolve("one"));
        EmbeddedRedis two = EmbeddedRedis.start(folder.resolve("two"));
        RedisConnections connections =
            new RedisConnections(settings(one.url()).with("redis.attributes.url", two.url()))) {
      connections.attributes().get().set(KEY, VALUE).get();

      assertNull(connections.queue().get().get(KEY).get());
      assertArrayEquals(VALUE, connections.attributes().get().get(KEY).get());
    }
  }

  @Test
  void attributesShareTheConnectionOfTheQueueUnlessTheyAreElsewhere() {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder);
        RedisConnections connections = new RedisConnections(settings(redis.url()))) {
      assertSame(connections.queue(), connections.attributes());
      assertNotSame(connections.attributes(), connections.bulkAttributes());
      assertSame(connections.bulkAttributes(), connections.bulkAttributes());
      assertTrue(connections.describe().startsWith(redis.url()), connections.describe());
    }
  }

  @Test
  void theTroubleNamesTheRedisThatIsUnavailableUntilItIsBack() {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder);
        RedisConnections connections = new RedisConnections(settings(redis.url()))) {
      assertNull(connections.trouble());
      redis.kill();
      await().until(() -> String.valueOf(connections.trouble()).contains(redis.url()));

      redis.start();

      await().until(() -> connections.trouble() == null);
    }
  }
}
