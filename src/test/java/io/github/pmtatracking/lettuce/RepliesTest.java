package io.github.pmtatracking.lettuce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RepliesTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void aReplyIsReturned() {
    assertEquals("PONG", Replies.await(CompletableFuture.completedFuture("PONG"), SHORT));
  }

  @Test
  void withoutAReplyTheTimeOutIsNamedAndTheCommandCancelled() {
    CompletableFuture<String> silent = new CompletableFuture<>();

    RedisException thrown =
        assertThrows(RedisCommandTimeoutException.class, () -> Replies.await(silent, SHORT));

    assertEquals("no reply from Redis within 20 ms", thrown.getMessage());
    assertTrue(silent.isCancelled());
  }

  @Test
  void aRefusalKeepsItsTypeAndMessageAndItsCause() {
    assertInstanceOf(
        RedisNoScriptException.class, failure(new RedisNoScriptException("NOSCRIPT no")));
    assertInstanceOf(
        RedisCommandExecutionException.class,
        failure(new RedisCommandExecutionException("WRONGTYPE no")));
    assertInstanceOf(
        RedisCommandTimeoutException.class, failure(new RedisCommandTimeoutException("late")));
    failure(new RedisConnectionException("closed"));
    failure(new IllegalStateException("bug"));
  }

  @Test
  void anInterruptLeavesTheFlagOfTheThread() {
    Thread.currentThread().interrupt();

    assertThrows(
        RedisCommandInterruptedException.class,
        () -> Replies.await(new CompletableFuture<>(), LONG));

    assertTrue(Thread.interrupted());
  }

  private static RedisException failure(RuntimeException cause) {
    RedisException thrown =
        assertThrows(
            RedisException.class, () -> Replies.await(CompletableFuture.failedFuture(cause), LONG));
    assertEquals(cause.getMessage(), thrown.getMessage());
    assertSame(cause, thrown.getCause());
    return thrown;
  }
}
