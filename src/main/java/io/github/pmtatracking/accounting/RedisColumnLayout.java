package io.github.pmtatracking.accounting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.redis.RedisUnavailableException;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The key {@code acct_headers} in Redis: the columns of the last heading line that any process has
 * read (docs/formats.md, "Column headings"). Thread-safe.
 */
public final class RedisColumnLayout {
  private static final byte[] KEY = "acct_headers".getBytes(UTF_8);

  private final Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis;
  private final Duration timeout;

  /**
   * @param redis throws {@link RedisUnavailableException} while there is no connection
   * @param timeout for one answer of Redis
   */
  public RedisColumnLayout(
      Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis, Duration timeout) {
    this.redis = redis;
    this.timeout = timeout;
  }

  /**
   * Reads the saved columns; waits for the answer.
   *
   * @return their JSON, for {@link ColumnLayout}; null if Redis has none
   * @throws RedisException if Redis did not answer in time or refused
   */
  public byte @Nullable [] read() {
    return ask("acct_headers was not read", commands -> commands.get(KEY));
  }

  /**
   * Saves the columns; waits for the answer.
   *
   * @throws RedisException if Redis did not answer in time or refused
   */
  public void save(ColumnLayout columns) {
    byte[] json = columns.toJson().getBytes(UTF_8);
    ask("acct_headers was not saved", commands -> commands.set(KEY, json));
  }

  private <T> T ask(
      String failure, Function<RedisClusterAsyncCommands<byte[], byte[]>, Future<T>> command) {
    try {
      return command.apply(redis.get()).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisException(failure + ": interrupted", e);
    } catch (ExecutionException e) {
      throw new RedisException(failure + ": " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new RedisException(failure + ": no answer within " + timeout.toMillis() + " ms", e);
    } catch (RedisUnavailableException e) {
      throw new RedisException(failure + ": " + e.getMessage(), e);
    }
  }
}
