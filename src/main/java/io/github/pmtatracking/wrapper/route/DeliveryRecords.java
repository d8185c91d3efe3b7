package io.github.pmtatracking.wrapper.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.lettuce.LuaScript;
import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.lettuce.Replies;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The records in Redis of attempts that failed in part. The set {@code {wrapper}:served:<attempt>}
 * holds the recipients of an attempt who have their copy. The sorted set {@code {wrapper}:served}
 * holds the attempts by time. The keys have no expiry (docs/formats.md, "Redis keys"); each write
 * removes attempts older than a day. Thread-safe.
 */
final class DeliveryRecords {
  private static final String INDEX = "{wrapper}:served";
  private static final String KEPT_SECONDS = "86400";
  private static final LuaScript SERVED = script("served");
  private static final LuaScript REMEMBER = script("served-remember");
  private static final LuaScript FORGET = script("served-forget");
  private static final LuaScript SWEEP = script("served-sweep");

  private final RedisSource redis;
  private final Duration timeout;

  /**
   * @param timeout how long Redis may take to answer
   */
  DeliveryRecords(RedisSource redis, Duration timeout) {
    this.redis = redis;
    this.timeout = timeout;
  }

  /**
   * Whether there is a record of any attempt.
   *
   * @throws RedisException if Redis does not answer
   */
  boolean any() {
    return Replies.await(redis.get().exists(bytes(INDEX)), timeout) > 0;
  }

  /** The recipients of an attempt who have their copy. */
  Set<String> read(String attempt) throws IOException {
    Set<String> recipients = new LinkedHashSet<>();
    for (byte[] recipient : run(SERVED, attempt, List.of())) {
      recipients.add(new String(recipient, UTF_8));
    }
    return recipients;
  }

  /** Adds recipients to the record of an attempt. */
  void add(String attempt, Collection<String> recipients) throws IOException {
    for (byte[] old : run(REMEMBER, attempt, recipients)) {
      run(SWEEP, new String(old, UTF_8), List.of());
    }
  }

  /** Removes recipients from the record of an attempt. */
  void remove(String attempt, Collection<String> recipients) throws IOException {
    run(FORGET, attempt, recipients);
  }

  private List<byte[]> run(LuaScript script, String attempt, Collection<String> recipients)
      throws IOException {
    byte[][] arguments = new byte[recipients.size() + 2][];
    arguments[0] = bytes(KEPT_SECONDS);
    arguments[1] = bytes(attempt);
    int i = 2;
    for (String recipient : recipients) {
      arguments[i++] = bytes(recipient);
    }
    byte[][] keys = {bytes(INDEX), bytes(INDEX + ":" + attempt)};
    try {
      return script.run(redis, timeout, keys, arguments);
    } catch (RedisException e) {
      throw new IOException("no access to the delivery records in Redis: " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static LuaScript script(String name) {
    return LuaScript.load(DeliveryRecords.class, name, ScriptOutputType.MULTI);
  }
}
