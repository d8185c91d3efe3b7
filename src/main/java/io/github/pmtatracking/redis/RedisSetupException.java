package io.github.pmtatracking.redis;

/**
 * A Redis cannot be prepared, or not to the end. The message names the Redis, the reason, what was
 * changed so far and what to do; it is meant for the operator as it is.
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
