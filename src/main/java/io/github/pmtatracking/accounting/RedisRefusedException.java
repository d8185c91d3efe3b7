package io.github.pmtatracking.accounting;

import io.lettuce.core.RedisException;

/** Redis answered with an error, such as OOM, READONLY or NOAUTH. */
final class RedisRefusedException extends RedisException {
  private static final long serialVersionUID = 1L;

  RedisRefusedException(String error) {
    super(error);
  }
}
