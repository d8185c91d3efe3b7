package io.github.pmtatracking.component.redisqueue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.testing.FreshRedis;
import io.github.pmtatracking.text.RootCause;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The delivery count and the dead letter queue as a route sees them, with crashes. */
class DeadLetterQueueIT {
  private static final String LIMIT = "&maxDeliveries=3&deadLetterQueue=RAW({q}:dead)";

  @RegisterExtension
  static final FreshRedis REDIS = new FreshRedis("--appendonly", "yes", "--appendfsync", "always");

  private final EmbeddedRedis server = REDIS.server();
  private DedicatedConnection redis;
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final LinkedBlockingQueue<Integer> deliveries = new LinkedBlockingQueue<>();

  /** A consumer that prints the number of each delivery and never finishes it. */
  static final class Stuck {
    private Stuck() {}

    public static void main(String[] arguments) throws Exception {
      DefaultCamelContext context = new DefaultCamelContext();
      context.addRoutes(
          route(
              arguments[0],
              exchange -> {
                System.out.println("delivery " + delivery(exchange));
                new CountDownLatch(1).await();
              }));
      context.start();
      new CountDownLatch(1).await();
    }
  }

  @BeforeEach
  void connect() {
    redis = new DedicatedConnection(server.url(), Duration.ofSeconds(5));
    context.getShutdownStrategy().setTimeout(5);
  }

  @AfterEach
  void stopAll() {
    context.stop();
    redis.close();
  }

  @Test
  void aPoisonBatchIsDeliveredAsOftenAsTheLimitSaysAndThenMoves() throws Exception {
    consume(LIMIT + "&releaseDelay=0", this::fail);

    push("a", "b");

    await().until(() -> dead().equals(List.of("a", "b")));
    assertEquals(List.of(1, 2, 3), List.copyOf(deliveries));
    RedisQueueEndpoint endpoint =
        (RedisQueueEndpoint) context.getRoute("consume").getConsumer().getEndpoint();
    assertEquals(1, endpoint.getBatchesDeadLettered());
    assertEquals(2, endpoint.getEntriesDeadLettered());
    Map<String, Object> health =
        ((RedisQueueConsumer) context.getRoute("consume").getConsumer())
            .getHealthCheck()
            .call()
            .getDetails();
    assertEquals("{q}:dead", health.get("deadLetterQueue"));
    assertEquals(2L, health.get("entriesDeadLettered"));

    push("c");

    await().until(() -> dead().equals(List.of("a", "b", "c")));
  }

  @Test
  void withoutALimitABatchIsDeliveredWithoutEnd() throws Exception {
    consume("&releaseDelay=0", this::fail);

    push("a");

    await().until(() -> deliveries.size() > 20);
    assertEquals(List.of(1, 2, 3), List.copyOf(deliveries).subList(0, 3));
    assertEquals(List.of(), dead());
  }

  @Test
  void aBatchThatPassesBeforeTheLimitIsDone() throws Exception {
    consume(
        LIMIT + "&releaseDelay=0",
        exchange -> {
          if (delivery(exchange) < 3) {
            fail(exchange);
          }
        });

    push("a");

    await().until(() -> redis.get().dbsize().get() == 0);
    assertEquals(List.of(1, 2), List.copyOf(deliveries));
  }

  @Test
  void theNumberSurvivesARedisThatIsKilled() throws Exception {
    consume(
        "&releaseDelay=0",
        exchange -> {
          if (delivery(exchange) == 2) {
            server.kill();
          }
          if (delivery(exchange) < 5) {
            fail(exchange);
          }
          deliveries.add(delivery(exchange));
        });
    push("a");
    await().until(() -> deliveries.size() >= 2);

    server.start();

    await().ignoreExceptions().until(() -> redis.get().dbsize().get() == 0);
    assertEquals(List.of(1, 2, 3, 4, 5), List.copyOf(deliveries));
  }

  @Test
  void consumersThatAreKilledAgainAndAgainSendTheirBatchToTheDeadLetterQueue() throws Exception {
    String uri = uri("&lease=1000" + LIMIT);
    push("a", "b");
    for (int delivery = 1; delivery <= 3; delivery++) {
      Process stuck = stuck(uri);
      try {
        assertEquals("delivery " + delivery, firstDelivery(stuck));
      } finally {
        stuck.destroyForcibly().waitFor();
      }
    }

    consume("&lease=1000" + LIMIT, this::fail);

    await().until(() -> dead().equals(List.of("a", "b")));
    assertEquals(List.of(), List.copyOf(deliveries));
  }

  @Test
  void aLimitWithoutAQueueAndAQueueWithoutALimitAreRefused() {
    for (String options : List.of("&maxDeliveries=3", "&deadLetterQueue=dead")) {
      Throwable thrown = assertThrows(Exception.class, () -> consume(options, this::fail));
      String message = RootCause.message(thrown);
      assertTrue(message.contains("maxDeliveries and deadLetterQueue belong together"), message);
    }
  }

  private void fail(Exchange exchange) {
    deliveries.add(delivery(exchange));
    throw new IllegalStateException("no");
  }

  private void consume(String options, Processor processor) throws Exception {
    context.addRoutes(route(uri(options), processor));
    context.start();
  }

  private static RouteBuilder route(String uri, Processor processor) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from(uri).routeId("consume").process(processor);
      }
    };
  }

  private String uri(String options) {
    return "redis-queue:q?delay=20&batchMaxAge=0&timeout=2000&url=" + server.url() + options;
  }

  private static int delivery(Exchange exchange) {
    return exchange.getMessage().getHeader(RedisQueueConstants.DELIVERY_COUNT, Integer.class);
  }

  private static Process stuck(String uri) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", "-Xmx200m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Stuck.class.getName()));
    command.add(uri);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String firstDelivery(Process process) throws Exception {
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    List<String> printed = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("delivery ")) {
        return line;
      }
      printed.add(line);
    }
    return "ended: " + printed;
  }

  private void push(String... entries) throws Exception {
    for (String entry : entries) {
      redis.get().rpush("q".getBytes(UTF_8), entry.getBytes(UTF_8)).get();
    }
  }

  private List<String> dead() throws Exception {
    return redis.get().lrange("{q}:dead".getBytes(UTF_8), 0, -1).get().stream()
        .map(entry -> new String(entry, UTF_8))
        .toList();
  }
}
