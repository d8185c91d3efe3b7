package io.github.pmtatracking.component.redisqueue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.FreshRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a batch when its failure is dealt with by Camel, or its work done elsewhere. */
class HandledFailuresIT {
  @RegisterExtension static final FreshRedis REDIS = new FreshRedis();

  private final CamelContext context = new DefaultCamelContext();
  private final LinkedBlockingQueue<String> saved = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    context.stop();
  }

  private abstract class Routes extends RouteBuilder {
    String batches(String options) {
      return "redis-queue:q?delay=20&batchMaxAge=0&timeout=2000&releaseDelay=100&url="
          + REDIS.server().url()
          + options;
    }

    void save(Exchange exchange) {
      for (Object entry : exchange.getMessage().getBody(List.class)) {
        saved.add(new String((byte[]) entry, UTF_8));
      }
    }

    void fail(Exchange exchange) {
      throw new IllegalStateException("no");
    }
  }

  @Test
  void aBatchWhoseFailureWasHandledIsKeptAndTriedAgain() throws Exception {
    start(
        new Routes() {
          @Override
          public void configure() {
            onException(IllegalStateException.class).handled(true).process(this::save);
            from(batches("")).process(this::fail);
          }
        });

    push("a", "b");

    await().until(() -> saved.size() >= 4);
    assertEquals(List.of("a", "b", "a", "b"), List.copyOf(saved).subList(0, 4));
    assertTrue(keys() > 0);
  }

  @Test
  void aHandlerWithoutStepsLosesNothing() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    start(
        new Routes() {
          @Override
          public void configure() {
            onException(IllegalStateException.class).handled(true);
            from(batches(""))
                .process(
                    exchange -> {
                      if (tries.incrementAndGet() < 3) {
                        fail(exchange);
                      }
                      save(exchange);
                    });
          }
        });

    push("a");

    await().until(() -> keys() == 0);
    assertEquals(List.of("a"), List.copyOf(saved));
    assertEquals(3, tries.get());
  }

  @Test
  void aBatchInADeadLetterChannelIsAcknowledgedIfTheEndpointSaysSo() throws Exception {
    start(
        new Routes() {
          @Override
          public void configure() {
            errorHandler(deadLetterChannel("direct:dead").maximumRedeliveries(1));
            from("direct:dead").errorHandler(noErrorHandler()).process(this::save);
            from(batches("&acknowledgeHandled=true")).process(this::fail);
          }
        });

    push("a", "b");

    await().until(() -> keys() == 0);
    assertEquals(List.of("a", "b"), List.copyOf(saved));
  }

  @Test
  void aBatchInADeadLetterChannelIsKeptOtherwise() throws Exception {
    start(
        new Routes() {
          @Override
          public void configure() {
            errorHandler(deadLetterChannel("direct:dead").maximumRedeliveries(0));
            from("direct:dead").errorHandler(noErrorHandler()).process(this::save);
            from(batches("")).process(this::fail);
          }
        });

    push("a");

    await().until(() -> saved.size() >= 2);
    assertTrue(keys() > 0);
  }

  @Test
  void oneEntryOfASplitWhoseFailureWasHandledKeepsTheBatch() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    start(
        new Routes() {
          @Override
          public void configure() {
            onException(IllegalStateException.class).handled(true);
            from(batches(""))
                .split(body())
                .process(
                    exchange -> {
                      String entry = exchange.getMessage().getBody(String.class);
                      if (entry.equals("b") && tries.incrementAndGet() == 1) {
                        fail(exchange);
                      }
                      saved.add(entry);
                    });
          }
        });

    push("a", "b", "c");

    await().until(() -> keys() == 0);
    assertTrue(saved.contains("b"), "not lost: " + saved);
    assertEquals(2, tries.get());
  }

  @Test
  void oneEntryOfASplitThatFailsKeepsTheBatch() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    start(
        new Routes() {
          @Override
          public void configure() {
            from(batches(""))
                .split(body())
                .process(
                    exchange -> {
                      String entry = exchange.getMessage().getBody(String.class);
                      if (entry.equals("b") && tries.incrementAndGet() == 1) {
                        fail(exchange);
                      }
                      saved.add(entry);
                    });
          }
        });

    push("a", "b", "c");

    await().until(() -> keys() == 0);
    assertTrue(saved.contains("b"), "not lost: " + saved);
  }

  @Test
  void whatTheRouteCatchesItselfIsNoFailure() throws Exception {
    start(
        new Routes() {
          @Override
          public void configure() {
            from(batches(""))
                .doTry()
                .process(this::fail)
                .doCatch(IllegalStateException.class)
                .process(this::save)
                .end();
          }
        });

    push("a");

    await().until(() -> keys() == 0);
    assertEquals(List.of("a"), List.copyOf(saved));
  }

  @Test
  void aStepThatPassesWhenItIsTriedAgainIsNoFailure() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    start(
        new Routes() {
          @Override
          public void configure() {
            onException(IllegalStateException.class).maximumRedeliveries(5).redeliveryDelay(10);
            from(batches(""))
                .process(
                    exchange -> {
                      if (tries.incrementAndGet() < 3) {
                        fail(exchange);
                      }
                    });
          }
        });

    push("a");

    await().until(() -> keys() == 0);
    assertEquals(3, tries.get());
  }

  @Test
  void behindSedaABatchIsAcknowledgedOnlyWhenTheWorkIsDone() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch work = new CountDownLatch(1);
    start(
        new Routes() {
          @Override
          public void configure() {
            from(batches("")).to("seda:work");
            from("seda:work")
                .process(
                    exchange -> {
                      working.countDown();
                      work.await(60, TimeUnit.SECONDS);
                      save(exchange);
                    });
          }
        });
    push("a");
    assertTrue(working.await(30, TimeUnit.SECONDS));

    await().during(Duration.ofSeconds(1)).until(() -> keys() > 0);

    work.countDown();
    await().until(() -> keys() == 0);
    assertEquals(List.of("a"), List.copyOf(saved));
  }

  @Test
  void behindSedaABatchWhoseWorkFailsIsTriedAgain() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    start(
        new Routes() {
          @Override
          public void configure() {
            from(batches("")).to("seda:work");
            from("seda:work")
                .process(
                    exchange -> {
                      if (tries.incrementAndGet() == 1) {
                        fail(exchange);
                      }
                      save(exchange);
                    });
          }
        });

    push("a");

    await().until(() -> keys() == 0);
    assertEquals(List.of("a"), List.copyOf(saved));
    assertEquals(2, tries.get());
  }

  @Test
  void wireTapAndAggregateDoNotHoldTheBatch() throws Exception {
    CountDownLatch work = new CountDownLatch(1);
    start(
        new Routes() {
          @Override
          public void configure() {
            from(batches(""))
                .wireTap("direct:tap")
                .aggregate(constant(true), (before, next) -> next)
                .completionSize(1_000)
                .process(this::save);
            from("direct:tap").process(exchange -> work.await(60, TimeUnit.SECONDS));
          }
        });

    push("a");

    await().until(() -> keys() == 0);
    assertFalse(saved.contains("a"), "the work is not done");
    work.countDown();
  }

  @Test
  void aStepMaySayHowLongTheBatchRestsWhenItFails() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    start(
        new Routes() {
          @Override
          public void configure() {
            from(batches("").replace("releaseDelay=100", "releaseDelay=600000"))
                .process(
                    exchange -> {
                      exchange.setProperty(RedisQueueConstants.RELEASE_DELAY, 0L);
                      if (tries.incrementAndGet() < 3) {
                        fail(exchange);
                      }
                    });
          }
        });

    push("a");

    await().until(() -> keys() == 0);
    assertEquals(3, tries.get());
  }

  private void start(Routes routes) throws Exception {
    context.getShutdownStrategy().setTimeout(5);
    context.addRoutes(routes);
    context.start();
  }

  private static void push(String... entries) throws Exception {
    for (String entry : entries) {
      REDIS.commands().rpush("q".getBytes(UTF_8), entry.getBytes(UTF_8)).get();
    }
  }

  private static long keys() throws Exception {
    return REDIS.commands().dbsize().get();
  }
}
