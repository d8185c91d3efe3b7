package io.github.pmtatracking.accounting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.lettuce.Replies;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The key {@code acct_headers} in Redis: the columns of the last heading line that any process has
 * read (docs/formats.md, "Column headings"). Thread-safe.
 */
public final class RedisColumnLayout {
  private static final byte[] KEY = "acct_headers".getBytes(UTF_8);

  private final RedisSource redis;
  private final Duration timeout;

  /**
   * @param timeout for one reply of Redis
   */
  public RedisColumnLayout(RedisSource redis, Duration timeout) {
    this.redis = redis;
    this.timeout = timeout;
  }

  /**
   * Reads the saved columns; waits for the reply.
   *
   * @return their JSON, see {@link ColumnLayout}; null if Redis has none
   * @throws RedisException if Redis is unavailable, refuses, or does not answer in time
   */
  public byte @Nullable [] read() {
    return ask("acct_headers was not read", commands -> commands.get(KEY));
  }

  /**
   * Saves the columns; waits for the reply.
   *
   * @throws RedisException if Redis is unavailable, refuses, or does not answer in time
   */
  public void save(ColumnLayout columns) {
    byte[] json = columns.toJson().getBytes(UTF_8);
    ask("acct_headers was not saved", commands -> commands.set(KEY, json));
  }

  private <T> T ask(
      String failure, Function<RedisClusterAsyncCommands<byte[], byte[]>, Future<T>> command) {
    try {
      return Replies.await(command.apply(redis.get()), timeout);
    } catch (RedisException e) {
      throw new RedisException(failure + ": " + e.getMessage(), e);
    }
  }
}
