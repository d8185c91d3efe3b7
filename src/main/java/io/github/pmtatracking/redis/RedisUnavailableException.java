package io.github.pmtatracking.redis;

import io.lettuce.core.RedisConnectionException;

/**
 * There is no connection to Redis at this moment. The command was not sent and may be tried again.
 */
public final class RedisUnavailableException extends RedisConnectionException {
  private static final long serialVersionUID = 1L;

  RedisUnavailableException(String message) {
    super(message);
  }
}
