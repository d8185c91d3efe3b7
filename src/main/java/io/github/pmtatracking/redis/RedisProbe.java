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
 * Looks whether one Redis answers and takes writes, and keeps what the last look has found, so that
 * nobody who asks has to wait for Redis. Logs each outage once, and its end. {@link #look} is
 * called by one thread; {@link #trouble} by any.
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
   * @param connected whether Redis answered when the connection was opened; if not, that was told
   * @param asksForRole whether a replica is trouble; not in a cluster, where any node may answer
   */
  RedisProbe(RedisSource redis, String where, boolean connected, boolean asksForRole) {
    this.redis = redis;
    this.where = where;
    this.asksForRole = asksForRole;
    this.everUp = connected;
    this.up = connected;
    this.trouble = connected ? null : "not connected yet";
  }

  /** Why Redis could not be used at the last look; null when it could. */
  @Nullable String trouble() {
    return trouble;
  }

  /** Asks Redis, for at most some seconds. Does not throw. */
  void look() {
    String found = ask();
    trouble = found == null ? null : "Redis at " + where + ": " + found;
    if (found == null && !up && everUp) {
      LOG.info("Redis at {} answers again", where);
    } else if (found != null && up) {
      LOG.warn("Redis at {} is unavailable: {}; trying again every second", where, found);
    }
    up = found == null;
    everUp |= up;
  }

  private @Nullable String ask() {
    try {
      Replies.await(redis.get().ping(), TIMEOUT);
      return asksForRole && isReadOnlyReplica() ? "it is a replica and takes no writes" : null;
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
