package io.github.pmtatracking.feeder.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.lettuce.Replies;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisFuture;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Reads the {@code msgID_*} records of many messages with one MGET. Thread-safe. */
public final class AttributeLookup {
  private static final byte[] PREFIX = "msgID_".getBytes(UTF_8);

  private final RedisSource redis;
  private final Duration timeout;

  public AttributeLookup(RedisSource redis, Duration timeout) {
    this.redis = redis;
    this.timeout = timeout;
  }

  /**
   * Requests the records and returns at once; {@link #await} returns them in the order of the
   * events. Throws a {@link io.lettuce.core.RedisException} when Redis is unavailable.
   */
  public RedisFuture<List<KeyValue<byte[], byte[]>>> ask(List<TrackingEvent> events) {
    byte[][] keys = new byte[events.size()][];
    for (int i = 0; i < keys.length; i++) {
      byte[] id = events.get(i).link().messageId().getBytes(UTF_8);
      keys[i] = Arrays.copyOf(PREFIX, PREFIX.length + id.length);
      System.arraycopy(id, 0, keys[i], PREFIX.length, id.length);
    }
    return redis.get().mget(keys);
  }

  /**
   * Waits for the records; throws a {@link io.lettuce.core.RedisException} when Redis refuses or is
   * too slow.
   */
  public List<KeyValue<byte[], byte[]>> await(RedisFuture<List<KeyValue<byte[], byte[]>>> asked) {
    return Replies.await(asked, timeout);
  }
}
