package io.github.pmtatracking.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.RedisRights;
import io.github.pmtatracking.testing.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rights that docs/redis.md names are enough for every program, and no command is refused. */
class RedisRightsIT {
  @TempDir private Path folder;

  @Test
  void theRightsOfTheManualAreEnoughOnTheRedisOfThisMachine() throws Exception {
    try (RedisServer server = RedisServer.start(folder, null, RedisRights.ofTheManual())) {
      everyProgramWorksOn(server.address());
    }
  }

  @Test
  void theyAreEnoughOnTheOldestRedisThatIsSupported() throws Exception {
    try (EmbeddedRedis server =
        EmbeddedRedis.start(folder.resolve("redis"), RedisRights.ofTheManual())) {
      everyProgramWorksOn("127.0.0.1:" + server.port());
    }
  }

  private void everyProgramWorksOn(String hostPort) throws Exception {
    try (Chain chain =
        new Chain(folder, RedisRights.url(hostPort), "feeder.batch-status.delay", "300ms")) {
      chain.carriesEverything();
      chain.handsOver(100, 150);
      chain.awaitGone("{trk_queue}:verdicts");
      String replayed = chain.deadLetters("replay", "-all");
      assertTrue(replayed.contains("1 events"), replayed);
    }
    assertEquals(List.of(), refused(hostPort));
  }

  private static List<Object> refused(String hostPort) {
    RedisClient client = RedisClient.create("redis://" + hostPort);
    try {
      RedisCommands<String, String> commands = client.connect().sync();
      // the client library names itself; Redis 6.2 takes CLIENT SETINFO for a right to end others
      return commands.aclLog().stream()
          .filter(entry -> !"client".equals(entry.get("object")))
          .map(Object.class::cast)
          .toList();
    } finally {
      client.shutdown();
    }
  }
}
