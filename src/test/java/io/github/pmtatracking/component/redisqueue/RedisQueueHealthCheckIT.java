package io.github.pmtatracking.component.redisqueue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.redis.EmbeddedRedis;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the consumer's health check tells, and that it never waits for Redis. */
class RedisQueueHealthCheckIT {
  private @TempDir Path folder;
  private EmbeddedRedis server;
  private final CamelContext context = new DefaultCamelContext();

  @BeforeEach
  void start() throws Exception {
    server = EmbeddedRedis.start(folder);
    context.getShutdownStrategy().setTimeout(5);
  }

  @AfterEach
  void stop() throws Exception {
    signal("CONT");
    context.stop();
    server.close();
  }

  @Test
  void aRedisThatGivesNoRightToRunScriptsIsDownUntilItDoes() throws Exception {
    consume("");
    HealthCheck check = check();
    await().until(() -> check.call().getState() == HealthCheck.State.UP);

    redis("ACL", "SETUSER", "default", "-@scripting");

    await().until(() -> check.call().getState() == HealthCheck.State.DOWN);
    assertTrue(message(check).contains("NOPERM"), message(check));
    await()
        .during(Duration.ofSeconds(5))
        .until(() -> check.call().getState() == HealthCheck.State.DOWN);

    redis("ACL", "SETUSER", "default", "+@scripting");

    await().until(() -> check.call().getState() == HealthCheck.State.UP);
  }

  @Test
  void aReplicaIsDownWhileSomethingWaitsAndDoesNotFlap() throws Exception {
    redis("RPUSH", "q", "a");
    redis("REPLICAOF", "127.0.0.1", "1");
    redis("CONFIG", "SET", "replica-serve-stale-data", "yes");
    consume("");
    HealthCheck check = check();

    await().until(() -> check.call().getState() == HealthCheck.State.DOWN);
    await().during(Duration.ofSeconds(6)).until(() -> message(check).contains("READONLY"));

    redis("REPLICAOF", "NO", "ONE");

    await().until(() -> check.call().getState() == HealthCheck.State.UP);
  }

  @Test
  void anAnswerDoesNotWaitForARedisThatStandsStill() throws Exception {
    redis("RPUSH", "other", "x");
    consume("&timeout=60000");
    HealthCheck check = check();
    await().until(() -> check.call().getState() == HealthCheck.State.UP);

    signal("STOP");

    // a call that asked Redis would block for a minute
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                assertTimeoutPreemptively(Duration.ofSeconds(2), () -> check.call()).getState()
                    == HealthCheck.State.DOWN);
    assertTrue(message(check).contains("no answer for"), message(check));

    signal("CONT");

    await().until(() -> check.call().getState() == HealthCheck.State.UP);
    assertEquals(0L, check.call().getDetails().get("length"));
  }

  private void consume(String options) throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            String timeout = options.contains("timeout") ? "" : "&timeout=2000";
            from("redis-queue:q?delay=20&batchMaxAge=0&url=" + server.url() + timeout + options)
                .routeId("consume")
                .log("${body.size}");
          }
        });
    context.start();
  }

  private HealthCheck check() {
    return ((RedisQueueConsumer) context.getRoute("consume").getConsumer()).getHealthCheck();
  }

  private static String message(HealthCheck check) {
    return check.call().getMessage().orElse("");
  }

  private void redis(String... command) throws Exception {
    String[] line = new String[command.length + 3];
    line[0] = "redis-cli";
    line[1] = "-p";
    line[2] = "" + server.port();
    System.arraycopy(command, 0, line, 3, command.length);
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), answer);
  }

  private void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, "" + server.pid()).start().waitFor();
  }
}
