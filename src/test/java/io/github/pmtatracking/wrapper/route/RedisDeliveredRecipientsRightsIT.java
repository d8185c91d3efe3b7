package io.github.pmtatracking.wrapper.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.redis.RedisConnections;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.testing.RedisRights;
import io.github.pmtatracking.testing.RedisServer;
import io.github.pmtatracking.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rights that docs/redis.md names are enough for the wrapper, too. */
class RedisDeliveredRecipientsRightsIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @TempDir private Path folder;

  @Test
  void everyWrapperKnowsTheServedRecipients() throws Exception {
    try (RedisServer server = RedisServer.start(folder, null, RedisRights.ofTheManual());
        RedisConnections one = connect(server);
        RedisConnections other = connect(server)) {
      RedisDeliveredRecipients served = wrapper(one);
      served.remember("attempt", List.of("a@x", "b@x"));
      RedisDeliveredRecipients elsewhere = wrapper(other);
      assertEquals(Set.of("a@x", "b@x"), elsewhere.served("attempt"));
      served.forget("attempt", List.of("a@x", "b@x"));
      assertEquals(Set.of(), elsewhere.served("attempt"));
      assertEquals("\n", server.cli("ACL", "LOG"));
    }
  }

  private static RedisDeliveredRecipients wrapper(RedisConnections redis) {
    return new RedisDeliveredRecipients(
        new DeliveryRecords(redis.queue(), TIMEOUT), Ticker.system());
  }

  private static RedisConnections connect(RedisServer server) {
    return new RedisConnections(
        Settings.load(null, Map.of(), Map.of())
            .with("redis.url", RedisRights.url(server.address())));
  }
}
