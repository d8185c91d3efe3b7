package io.github.pmtatracking.redis;

import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.lettuce.Replies;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether one Redis answers and accepts writes, and keeps the result, so that a health check
 * does not wait for Redis. Logs the start and the end of an outage once each. {@link #run} is
 * called by one thread, {@link #trouble} by any.
 */
final class RedisProbe {
  private static final Logger LOG = LoggerFactory.getLogger(RedisProbe.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final RedisSource redis;
  private final String where;
  private final boolean asksForRole;
  private boolean everUp;
  private boolean up;
  private volatile @Nullable String trouble;

  /**
   * @param connected whether Redis answered when the connection was opened; if not, that was logged
   * @param asksForRole whether a replica counts as unavailable; not in a cluster, where any node
   *     may answer
   */
  RedisProbe(RedisSource redis, String where, boolean connected, boolean asksForRole) {
    this.redis = redis;
    this.where = where;
    this.asksForRole = asksForRole;
    this.everUp = connected;
    this.up = connected;
    this.trouble = connected ? null : "not connected yet";
  }

  /** Why Redis could not be used at the last check; null when it could. */
  @Nullable String trouble() {
    return trouble;
  }

  /** Checks Redis, for at most 4 s. Does not throw. */
  void run() {
    String found = ask();
    trouble = found == null ? null : "Redis at " + where + ": " + found;
    if (found == null && !up && everUp) {
      LOG.info("Redis available again: address={}", where);
    } else if (found != null && up) {
      LOG.warn("Redis unavailable, trying again every second: address={} error={}", where, found);
    }
    up = found == null;
    everUp |= up;
  }

  private @Nullable String ask() {
    try {
      Replies.await(redis.get().ping(), TIMEOUT);
      return asksForRole && isReadOnlyReplica() ? "it is a replica and accepts no writes" : null;
    } catch (RedisCommandTimeoutException e) {
      return "no answer within " + TIMEOUT.toSeconds() + " s";
    } catch (RedisException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private boolean isReadOnlyReplica() {
    try {
      String replication = Replies.await(redis.get().info("replication"), TIMEOUT);
      return replication.contains("role:slave") && !replication.contains("slave_read_only:0");
    } catch (RedisCommandExecutionException notAllowed) {
      return false;
    }
  }
}
