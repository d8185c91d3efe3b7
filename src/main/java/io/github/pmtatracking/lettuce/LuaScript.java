package io.github.pmtatracking.lettuce;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * A Lua script in a file of the class path. It is run by its digest (EVALSHA), and sent whole
 * (EVAL) only to a Redis that does not know it yet. Thread-safe.
 */
public final class LuaScript {
  private final String text;
  private final ScriptOutputType output;

  private LuaScript(String text, ScriptOutputType output) {
    this.text = text;
    this.output = output;
  }

  /**
   * Loads {@code name.lua} from the package of {@code user}.
   *
   * @throws IllegalStateException when there is no such file
   */
  public static LuaScript load(Class<?> user, String name, ScriptOutputType output) {
    try (InputStream in = user.getResourceAsStream(name + ".lua")) {
      if (in == null) {
        throw new IllegalStateException("No script " + name + ".lua beside " + user.getName());
      }
      return new LuaScript(new String(in.readAllBytes(), UTF_8), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs the script and waits for its result, which is null when the script returns nothing.
   *
   * @param timeout how long each of the two calls may take
   * @throws io.lettuce.core.RedisException as {@link Replies#await}
   */
  public <T> T run(RedisSource redis, Duration timeout, byte[][] keys, byte[]... values) {
    RedisClusterAsyncCommands<byte[], byte[]> commands = redis.get();
    try {
      RedisFuture<T> byDigest = commands.evalsha(commands.digest(text), output, keys, values);
      return Replies.await(byDigest, timeout);
    } catch (RedisNoScriptException unknown) {
      RedisFuture<T> whole = commands.eval(text, output, keys, values);
      return Replies.await(whole, timeout);
    }
  }
}
