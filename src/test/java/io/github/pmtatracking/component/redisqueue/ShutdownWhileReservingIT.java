package io.github.pmtatracking.component.redisqueue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.pmtatracking.testing.FreshRedis;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ShutdownWhileReservingIT {
  private static final byte[] LIST = "q".getBytes(UTF_8);
  private static final int A_WHILE = 1_000;

  @RegisterExtension static final FreshRedis REDIS = new FreshRedis();

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Thread stopping = new Thread(context::stop);
  private final AtomicInteger received = new AtomicInteger();

  @Test
  void theBatchIsNotLeftToItsLease() throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("redis-queue:q?delay=20&batchMaxAge=0&url=" + REDIS.server().url())
                .routeId("consume")
                .process(exchange -> received.incrementAndGet());
          }
        });
    context.start();
    RedisQueueConsumer consumer = (RedisQueueConsumer) context.getRoute("consume").getConsumer();
    CompletableFuture<Void> pushed = new CompletableFuture<>();
    // is asked between the look at the list and the reservation
    consumer.setClock(
        () -> {
          if (pushed.isDone() && stopping.getState() == Thread.State.NEW) {
            stopDuringThePoll(consumer);
          }
          return Instant.now();
        });
    REDIS.commands().rpush(LIST, "0".getBytes(UTF_8)).get();
    pushed.complete(null);

    await().until(() -> stopping.getState() == Thread.State.TERMINATED);

    assertEquals(1, received.get());
    assertEquals(0, REDIS.commands().dbsize().get());
  }

  private void stopDuringThePoll(RedisQueueConsumer consumer) {
    stopping.start();
    await().until(consumer::isSuspendingOrSuspended);
    try {
      stopping.join(A_WHILE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertFalse(context.isStopped());
  }
}
