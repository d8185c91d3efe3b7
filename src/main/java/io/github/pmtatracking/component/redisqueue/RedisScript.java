package io.github.pmtatracking.component.redisqueue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A Lua script beside this class, run by its digest and sent whole only to a Redis that does not
 * know it yet. Thread-safe.
 */
final class RedisScript {
  private final String text;
  private final ScriptOutputType output;

  private RedisScript(String text, ScriptOutputType output) {
    this.text = text;
    this.output = output;
  }

  /** Loads {@code name.lua}. */
  static RedisScript load(String name, ScriptOutputType output) {
    try (InputStream in = RedisScript.class.getResourceAsStream(name + ".lua")) {
      if (in == null) {
        throw new IllegalStateException("No script " + name + ".lua beside " + RedisScript.class);
      }
      return new RedisScript(new String(in.readAllBytes(), StandardCharsets.UTF_8), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs it and waits for the result. Throws a {@link io.lettuce.core.RedisException} when Redis
   * refuses, cannot be reached or takes longer than {@code timeout}.
   */
  <T> T run(
      RedisClusterAsyncCommands<byte[], byte[]> redis,
      Duration timeout,
      byte[][] keys,
      byte[]... values) {
    try {
      RedisFuture<T> byDigest = redis.evalsha(redis.digest(text), output, keys, values);
      return await(byDigest, timeout);
    } catch (RedisNoScriptException unknown) {
      RedisFuture<T> whole = redis.eval(text, output, keys, values);
      return await(whole, timeout);
    }
  }

  static <T> T await(RedisFuture<T> future, Duration timeout) {
    return LettuceFutures.awaitOrCancel(future, timeout.toMillis(), MILLISECONDS);
  }
}
