package io.github.pmtatracking.redis;

import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.lettuce.Replies;
import io.github.pmtatracking.settings.BadSettingException;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks what a Redis does when its memory is full. With {@code noeviction} it refuses writes, and
 * nothing is lost. With {@code allkeys-*} it deletes queued events. With {@code volatile-*} it
 * deletes the records of messages before they expire.
 */
public final class EvictionPolicy {
  private static final Logger LOG = LoggerFactory.getLogger(EvictionPolicy.class);
  private static final Pattern POLICY = Pattern.compile("(?m)^maxmemory_policy:(\\S+)");
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private EvictionPolicy() {}

  /**
   * Reads the policy, and logs a warning if it is not {@code noeviction}. Does nothing when Redis
   * is unavailable or does not give the policy.
   *
   * @param where the setting that names the Redis, such as {@code redis.url = "..." (default)}
   * @throws BadSettingException when the policy is one of {@code allkeys-*}
   */
  public static void check(RedisSource redis, String where) {
    String policy = read(redis);
    if (policy.startsWith("allkeys-")) {
      throw new BadSettingException(
          "the Redis of "
              + where
              + " has maxmemory-policy "
              + policy
              + " and would delete queued events when it is full; wanted is noeviction (in"
              + " redis.conf, or: redis-cli config set maxmemory-policy noeviction)");
    }
    if (!policy.isEmpty() && !policy.equals("noeviction")) {
      LOG.warn(
          "When Redis is full, it deletes records of messages (msgID_*) before they expire; wanted"
              + " is noeviction: redis={} maxmemory-policy={}",
          where,
          policy);
    }
  }

  private static String read(RedisSource redis) {
    try {
      String info = Replies.await(redis.get().info("memory"), TIMEOUT);
      Matcher policy = POLICY.matcher(info);
      return policy.find() ? policy.group(1) : "";
    } catch (RedisException e) {
      return "";
    }
  }
}
