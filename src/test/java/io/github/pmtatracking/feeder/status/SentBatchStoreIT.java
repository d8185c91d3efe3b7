package io.github.pmtatracking.feeder.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.pmtatracking.testing.FreshRedis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SentBatchStoreIT {
  @RegisterExtension static final FreshRedis REDIS = new FreshRedis();

  private final SentBatchStore store =
      new SentBatchStore(REDIS.connections().queue(), "q", Duration.ofSeconds(10));

  @Test
  void aBatchIsClaimedWhenItIsDueAndAgainIfItIsNotRemoved() {
    store.add("1 a", new byte[] {1}, 100, 1_000);
    store.add("2 b", new byte[] {2}, 200, 1_000);

    assertEquals(List.of("1 a"), store.claim(150, 500, 10));
    assertEquals(List.of("2 b"), store.claim(250, 500, 10));
    assertEquals(List.of(), store.claim(499, 900, 10));
    store.remove("1 a");
    assertEquals(List.of("2 b"), store.claim(500, 900, 10));
  }

  @Test
  void aClaimHasALimit() {
    for (int i = 0; i < 5; i++) {
      store.add(i + " a", new byte[] {1}, i, 1_000);
    }

    assertEquals(List.of("0 a", "1 a"), store.claim(10, 100, 2));
    assertEquals(List.of("2 a", "3 a", "4 a"), store.claim(10, 100, 10));
  }

  @Test
  void beyondTheLimitOnlyTheNameIsKeptAndRemovedUploadsMakeRoom() throws Exception {
    store.add("1 a", new byte[600], 100, 1_000);
    store.add("2 b", new byte[600], 100, 1_000);
    assertArrayEquals(new byte[600], store.gzipped("1 a"));
    assertNull(store.gzipped("2 b"));
    assertEquals(List.of("1 a", "2 b"), store.claim(100, 200, 10));
    assertEquals("600", text("{q}:kept-bytes"));

    store.remove("1 a");
    store.add("3 c", new byte[700], 100, 1_000);

    assertEquals("700", text("{q}:kept-bytes"));
    assertArrayEquals(new byte[700], store.gzipped("3 c"));
  }

  @Test
  void entriesAreAppendedToTheQueueInOrder() throws Exception {
    REDIS.commands().rpush("q".getBytes(UTF_8), "first".getBytes(UTF_8)).get();

    store.queue(List.of("second".getBytes(UTF_8), "third".getBytes(UTF_8)));

    assertEquals(
        List.of("first", "second", "third"),
        REDIS.commands().lrange("q".getBytes(UTF_8), 0, -1).get().stream()
            .map(entry -> new String(entry, UTF_8))
            .toList());
  }

  @Test
  void afterClearNothingIsLeft() throws Exception {
    store.add("1 a", new byte[] {1}, 100, 1_000);

    store.clear();

    assertEquals(0, REDIS.commands().dbsize().get());
  }

  private static String text(String key) throws Exception {
    return new String(REDIS.commands().get(key.getBytes(UTF_8)).get(), UTF_8);
  }
}
