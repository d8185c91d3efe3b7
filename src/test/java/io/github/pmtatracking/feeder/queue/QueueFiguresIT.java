package io.github.pmtatracking.feeder.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.testing.FreshRedis;
import io.lettuce.core.RedisException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QueueFiguresIT {
  @RegisterExtension static final FreshRedis REDIS = new FreshRedis();

  private final QueueFigures figures =
      new QueueFigures(
          REDIS.connections().queue(),
          "q",
          () -> CompletableFuture.completedFuture(0L),
          () -> Instant.ofEpochSecond(1_000));

  @Test
  void bothFiguresAreUnknownUntilRedisHasAnswered() {
    assertEquals(-1, figures.length());
    assertEquals(-1, figures.oldestSeconds());
  }

  @Test
  void anEmptyQueueHasNoOldestEvent() {
    figures.refresh();

    await().until(() -> figures.length() == 0 && figures.oldestSeconds() == 0);
  }

  @Test
  void theOldestEventIsTheFirstOfTheQueueOrOfABatch() throws Exception {
    push("q", entry(900), entry(950));
    figures.refresh();
    await().until(() -> figures.length() == 2 && figures.oldestSeconds() == 100);

    push("{q}:batch:b1", entry(700));
    REDIS.commands().hset(bytes("{q}:leases"), bytes("b1"), bytes("2000 me")).get();
    figures.refresh();
    await().until(() -> figures.oldestSeconds() == 300);
    assertEquals(2, figures.length());
  }

  @Test
  void theAgeOfAnUnreadableEventIsUnknown() throws Exception {
    push("q", "nonsense");

    figures.refresh();

    await().until(() -> figures.length() == 1);
    assertEquals(-1, figures.oldestSeconds());
  }

  @Test
  void withoutRedisTheLastFiguresStay() {
    QueueFigures unavailable =
        new QueueFigures(
            () -> {
              throw new RedisException("no Redis");
            },
            "q",
            () -> CompletableFuture.completedFuture(0L),
            () -> Instant.ofEpochSecond(1_000));

    unavailable.refresh();

    assertEquals(-1, unavailable.length());
  }

  private static void push(String key, String... entries) throws Exception {
    for (String entry : entries) {
      REDIS.commands().rpush(bytes(key), bytes(entry)).get();
    }
  }

  private static String entry(long timestamp) {
    return "{\"WD\":{\"act\":\"o\",\"msg_id\":\"m\"},\"ts\":\"" + timestamp + "\"}";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
