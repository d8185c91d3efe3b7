package io.github.pmtatracking.redis;

/**
 * A Redis cannot be prepared, or only in part. The message for the operator names the Redis, the
 * reason, the changes so far and the remedy.
 */
public final class RedisSetupException extends Exception {
  private static final long serialVersionUID = 1L;

  RedisSetupException(String message) {
    super(message);
  }

  RedisSetupException(String message, Throwable cause) {
    super(message, cause);
  }
}
