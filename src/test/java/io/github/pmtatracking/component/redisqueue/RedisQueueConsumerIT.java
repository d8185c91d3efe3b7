package io.github.pmtatracking.component.redisqueue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.testing.FreshRedis;
import io.github.pmtatracking.text.RootCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisQueueConsumerIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  @RegisterExtension static final FreshRedis REDIS = new FreshRedis("--appendonly", "yes");

  private final EmbeddedRedis server = REDIS.server();
  private DedicatedConnection redis;
  private final List<CamelContext> contexts = new ArrayList<>();

  /** What one route got, batch by batch. */
  private static final class Received implements Processor {
    final LinkedBlockingQueue<String> names = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<String> entries = new LinkedBlockingQueue<>();
    volatile boolean takenOver;

    @Override
    public void process(Exchange exchange) {
      for (Object entry : exchange.getMessage().getBody(List.class)) {
        entries.add(new String((byte[]) entry, UTF_8));
      }
      takenOver = exchange.getMessage().getHeader(RedisQueueConstants.TAKEN_OVER, Boolean.class);
      names.add(exchange.getMessage().getHeader(RedisQueueConstants.BATCH, String.class));
    }
  }

  @BeforeEach
  void connect() {
    redis = new DedicatedConnection(server.url(), TIMEOUT);
  }

  @AfterEach
  void stopAll() {
    contexts.forEach(CamelContext::stop);
    redis.close();
  }

  @Test
  void anExchangeThatIsDoneAcknowledgesItsBatch() throws Exception {
    Received received = new Received();
    consume("", received);

    push(0, 10);

    await().until(() -> received.entries.size() == 10);
    await().until(() -> redis.get().dbsize().get() == 0);
  }

  @Test
  void anExchangeThatFailsLeavesItsBatchForAnotherTryUnderTheSameName() throws Exception {
    Received received = new Received();
    consume(
        "&releaseDelay=0",
        exchange -> {
          received.process(exchange);
          if (received.names.size() < 3) {
            throw new IllegalStateException("not yet");
          }
        });

    push(0, 2);

    await().until(() -> redis.get().dbsize().get() == 0);
    assertEquals(List.of("0", "1", "0", "1", "0", "1"), List.copyOf(received.entries));
    assertEquals(1, new HashSet<>(received.names).size());
    assertTrue(received.takenOver);
  }

  @Test
  void aFailedBatchRestsSoThatNothingLoopsHot() throws Exception {
    Received received = new Received();
    consume(
        "&releaseDelay=600000",
        exchange -> {
          received.process(exchange);
          throw new IllegalStateException("never");
        });
    push(0, 1);
    await().until(() -> received.names.size() == 1);

    push(1, 2);

    await().until(() -> received.names.size() == 2);
    assertEquals(List.of("0", "1"), List.copyOf(received.entries));
  }

  @Test
  void entriesGoAtTheirAgeWhileMoreKeepTricklingIn() throws Exception {
    Received received = new Received();
    consume("&batchMaxAge=500", received);
    int[] pushed = {0};

    await()
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              push(pushed[0], ++pushed[0]);
              return received.names.size() >= 2;
            });

    assertTrue(received.entries.size() > 2, "several in a batch: " + received.entries);
  }

  @Test
  void aFullBatchDoesNotWaitForItsAge() throws Exception {
    Received received = new Received();
    consume("&batchMaxAge=600000&batchMaxSize=10", received);

    push(0, 25);

    await().until(() -> received.entries.size() == 20);
    await().until(() -> redis.get().dbsize().get() == 1);
    assertEquals(5, redis.get().llen(bytes("q")).get());
  }

  @Test
  void aConsumerThatDiedLosesItsBatchToAnother() throws Exception {
    push(0, 5);
    ReliableList dead =
        new ReliableList(redis, "q", "dead", Duration.ofMillis(300), Duration.ofSeconds(2));
    dead.reserve("b1", 5, Long.MAX_VALUE);
    Received received = new Received();

    consume("", received);

    await().until(() -> received.names.contains("b1"));
    assertTrue(received.takenOver);
    assertEquals(numbers(0, 5), List.copyOf(received.entries));
    await().until(() -> redis.get().dbsize().get() == 0);
  }

  @Test
  void aLeaseIsRenewedWhileTheExchangeWorks() throws Exception {
    CountDownLatch work = new CountDownLatch(1);
    CountDownLatch working = new CountDownLatch(1);
    consume(
        "&lease=1500",
        exchange -> {
          working.countDown();
          work.await(60, TimeUnit.SECONDS);
        });
    push(0, 1);
    assertTrue(working.await(30, TimeUnit.SECONDS));
    Received other = new Received();
    consume("", other);

    await().during(Duration.ofSeconds(4)).until(other.names::isEmpty);

    work.countDown();
    await().until(() -> redis.get().dbsize().get() == 0);
    assertTrue(other.names.isEmpty());
  }

  @Test
  void twoConsumersShareOneListAndOneMayStopInTheMiddle() throws Exception {
    Received one = new Received();
    Received two = new Received();
    CamelContext first = consume("&batchMaxSize=10", one);
    consume("&batchMaxSize=10&concurrentConsumers=3", two);

    push(0, 1_000);
    await().until(() -> !one.names.isEmpty());
    first.stop();

    await().until(() -> one.entries.size() + two.entries.size() >= 1_000);
    Set<String> all = new HashSet<>(one.entries);
    all.addAll(two.entries);
    assertEquals(1_000, all.size());
    assertEquals(1_000, one.entries.size() + two.entries.size());
    await().until(() -> redis.get().dbsize().get() == 0);
  }

  @Test
  void aShutdownWaitsForTheBatchAtWork() throws Exception {
    CountDownLatch work = new CountDownLatch(1);
    CountDownLatch working = new CountDownLatch(1);
    CamelContext context =
        consume(
            "",
            exchange -> {
              working.countDown();
              work.await(60, TimeUnit.SECONDS);
            });
    push(0, 1);
    assertTrue(working.await(30, TimeUnit.SECONDS));

    Thread stopping = new Thread(context::stop);
    stopping.start();
    await().until(() -> context.isStopping());
    work.countDown();
    stopping.join(10_000);

    assertEquals(0, redis.get().dbsize().get());
  }

  @Test
  void aShutdownThatCannotWaitExpiresTheLease() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    CamelContext context =
        consume(
            "&lease=600000",
            exchange -> {
              working.countDown();
              new CountDownLatch(1).await();
            });
    context.getShutdownStrategy().setTimeout(1);
    push(0, 1);
    assertTrue(working.await(30, TimeUnit.SECONDS));

    context.stop();

    Received other = new Received();
    consume("", other);
    await().until(() -> other.entries.size() == 1);
  }

  @Test
  void aConsumerOutlivesItsRedisAndGoesOn() throws Exception {
    Received received = new Received();
    CamelContext context = consume("", received);
    push(0, 1);
    await().until(() -> received.entries.size() == 1);
    await().until(() -> redis.get().dbsize().get() == 0);
    HealthCheck check = health(context);
    assertEquals(HealthCheck.State.UP, check.call().getState());

    server.kill();
    await().until(() -> check.call().getState() == HealthCheck.State.DOWN);
    server.start();

    await().ignoreExceptions().until(() -> push(1, 2) == 1);
    await().until(() -> received.entries.contains("1"));
    assertEquals(HealthCheck.State.UP, check.call().getState());
  }

  @Test
  void anAcknowledgementThatRedisDidNotTakeIsSaidAgain() throws Exception {
    Received received = new Received();
    consume(
        "",
        exchange -> {
          // first, or the server could be started before it is dead
          server.kill();
          received.process(exchange);
        });
    push(0, 1);
    await().until(() -> received.entries.size() == 1);

    server.start();

    await().ignoreExceptions().until(() -> redis.get().dbsize().get() == 0);
    assertEquals(1, received.entries.size());
  }

  @Test
  void aProducerAppendsOneEntryOrSeveralInOrder() throws Exception {
    CamelContext context =
        start(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("direct:in").to("redis-queue:q?url=" + server.url());
              }
            });

    var template = context.createProducerTemplate();
    template.sendBody("direct:in", bytes("0"));
    Exchange sent =
        template.request(
            "direct:in", exchange -> exchange.getMessage().setBody(List.of("1", bytes("2"))));
    template.sendBody("direct:in", List.of());

    assertEquals(3L, sent.getMessage().getHeader(RedisQueueConstants.LENGTH));
    List<byte[]> list = redis.get().lrange(bytes("q"), 0, -1).get();
    assertEquals(numbers(0, 3), list.stream().map(entry -> new String(entry, UTF_8)).toList());
  }

  @Test
  void aProducerReportsARedisThatIsAway() throws Exception {
    CamelContext context =
        start(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("direct:in").to("redis-queue:q?timeout=500&url=" + server.url());
              }
            });
    server.kill();

    Exchange sent =
        context
            .createProducerTemplate()
            .request("direct:in", exchange -> exchange.getMessage().setBody("1"));

    assertNotNull(sent.getException());
  }

  @Test
  void anOptionThatCannotBeUsedIsNamed() {
    Exception e = assertThrows(Exception.class, () -> consume("&batchMaxSize=0", exchange -> {}));
    assertTrue(RootCause.message(e).contains("batchMaxSize is 0"), RootCause.message(e));
  }

  @Test
  void neitherConnectionNorUrlIsRefused() {
    Exception e =
        assertThrows(
            Exception.class,
            () ->
                start(
                    new RouteBuilder() {
                      @Override
                      public void configure() {
                        from("redis-queue:q").to("log:q");
                      }
                    }));
    assertTrue(RootCause.message(e).contains("not none"), RootCause.message(e));
  }

  private CamelContext consume(String options, Processor processor) throws Exception {
    return start(
        new RouteBuilder() {
          @Override
          public void configure() {
            String age = options.contains("batchMaxAge") ? "" : "&batchMaxAge=0";
            from("redis-queue:q?delay=20&timeout=2000&url=" + server.url() + options + age)
                .routeId("consume")
                .process(processor);
          }
        });
  }

  private CamelContext start(RouteBuilder routes) throws Exception {
    CamelContext context = new DefaultCamelContext();
    context.getShutdownStrategy().setTimeout(10);
    contexts.add(context);
    context.addRoutes(routes);
    context.start();
    return context;
  }

  private static HealthCheck health(CamelContext context) {
    return ((RedisQueueConsumer) context.getRoute("consume").getConsumer()).getHealthCheck();
  }

  private int push(int from, int to) throws Exception {
    byte[][] entries =
        numbers(from, to).stream().map(RedisQueueConsumerIT::bytes).toArray(byte[][]::new);
    redis.get().rpush(bytes("q"), entries).get();
    return entries.length;
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
