package io.github.pmtatracking.lettuce;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for replies of Redis. */
public final class Replies {
  private Replies() {}

  /**
   * Waits for a reply and returns it.
   *
   * @param timeout how long to wait; the reply is cancelled after that
   * @throws RedisException when Redis refuses the command ({@link RedisCommandExecutionException}),
   *     is unavailable, or does not answer in time ({@link RedisCommandTimeoutException}), and when
   *     the thread is interrupted ({@link RedisCommandInterruptedException}, with the thread's
   *     interrupt flag set)
   */
  public static <T> T await(Future<T> reply, Duration timeout) {
    try {
      return reply.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      reply.cancel(true);
      throw new RedisCommandTimeoutException("no reply from Redis within " + text(timeout));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisCommandInterruptedException(e);
    } catch (ExecutionException e) {
      throw ofCaller(e);
    }
  }

  /** The same failure with the stack of the waiting thread. */
  private static RedisException ofCaller(ExecutionException thrown) {
    Throwable failure = thrown.getCause() == null ? thrown : thrown.getCause();
    String message = failure.getMessage();
    if (failure instanceof RedisNoScriptException) {
      return new RedisNoScriptException(message, failure);
    }
    if (failure instanceof RedisCommandExecutionException) {
      return new RedisCommandExecutionException(message, failure);
    }
    if (failure instanceof RedisCommandTimeoutException) {
      RedisException timeout = new RedisCommandTimeoutException(message);
      timeout.initCause(failure);
      return timeout;
    }
    return new RedisException(message, failure);
  }

  private static String text(Duration timeout) {
    return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
  }
}
