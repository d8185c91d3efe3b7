package io.github.pmtatracking.feeder.route;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.demo.IngestPost;
import io.github.pmtatracking.process.FlowProcess;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.text.HostPort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;

/** Readiness with its reason; an answer never waits for Redis. */
class FeederHealthIT extends FeederHarness {
  /** Far less than redis.timeout, the wait of a request that asks Redis. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private int port;

  @Test
  void severalFailuresInARowAreDownWithTheLastReasonUntilAnUploadIsAccepted() throws Exception {
    api.always(api.status(503));
    FlowProcess process = feeder("feeder.health.failures", "4");
    HealthCheck check = check(process, "feeder-ingest");
    push(entry("1", "m1"));

    await().until(() -> check.call().getState() == HealthCheck.State.DOWN);
    String message = check.call().getMessage().orElse("");
    assertTrue(message.contains("feeder.health.failures = 4"), message);
    assertTrue(message.contains("503"), message);

    api.always(IngestPost::accept);
    await().until(this::queueIsDone);
    assertEquals(HealthCheck.State.UP, check.call().getState());
  }

  @Test
  void failuresInARowDoNotFallWhenAnotherSenderFailsForTheFirstTime() throws Exception {
    api.always(api.status(503));
    FlowProcess process = feeder("feeder.batch.max-size", "1", "feeder.senders", "3");
    List<Integer> seen = new CopyOnWriteArrayList<>();
    push(entries(0, 1));
    await().until(() -> counters(process).failuresInARow() >= 3);

    push(entries(1, 3));

    await()
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              seen.add(counters(process).failuresInARow());
              return seen.get(seen.size() - 1) >= 12;
            });
    assertEquals(seen.stream().sorted().toList(), List.copyOf(seen), "never falls");
  }

  @Test
  void anEventThatWaitsForTooLongIsDownInTheQueueAndInABatch() throws Exception {
    api.always(api.status(503));
    FlowProcess process =
        feeder(
            "feeder.health.failures", "0",
            "feeder.health.oldest-event", "1h",
            "feeder.batch.max-age", "1h");
    HealthCheck check = check(process, "feeder-ingest");
    push(entry("1", "m1"));
    await().until(() -> check.call().getDetails().get("queueLength").equals(1L));
    assertEquals(HealthCheck.State.UP, check.call().getState());

    long old = System.currentTimeMillis() / 1_000 - 7_200;
    String late = entry("2", "m2").replaceAll("\"ts\":\"\\d+\"", "\"ts\":\"" + old + "\"");
    redis.queue().get().lpush(bytes("trk_queue"), bytes(late)).get();

    await().until(() -> check.call().getState() == HealthCheck.State.DOWN);
    String message = check.call().getMessage().orElse("");
    assertTrue(message.contains("feeder.health.oldest-event"), message);

    redis.queue().get().del(bytes("trk_queue")).get();
    await().until(() -> check.call().getState() == HealthCheck.State.UP);
    redis.queue().get().rpush(bytes("{trk_queue}:batch:b"), bytes(late)).get();
    long later = System.currentTimeMillis() + 3_600_000;
    redis.queue().get().hset(bytes("{trk_queue}:leases"), bytes("b"), bytes(later + " x")).get();
    await().until(() -> check.call().getState() == HealthCheck.State.DOWN);
  }

  @Test
  void healthAndMetricsShowTheLastFiguresWhileRedisDoesNotAnswer() throws Exception {
    managed("redis.timeout", "60s", "feeder.batch.max-age", "1h");
    push(entries(0, 3));
    await().until(() -> get("metrics").body().contains("\npmta_feeder_queue_length 3.0\n"));
    await().until(() -> get("health/ready").statusCode() == 200);

    signal("STOP");
    try {
      await().atMost(Duration.ofSeconds(30)).until(() -> get("health/ready").statusCode() == 503);
      assertTrue(get("health/ready").body().contains("no answer for"), get("health").body());
      String metrics = get("metrics").body();
      assertTrue(metrics.contains("\npmta_feeder_queue_length 3.0\n"), metrics);
      assertTrue(metrics.contains("\npmta_feeder_dead_letters 0.0\n"), metrics);
      assertTrue(metrics.contains("\npmta_feeder_oldest_event_seconds "), metrics);
    } finally {
      signal("CONT");
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> get("health/ready").statusCode() == 200);
  }

  private void managed(String... changes) throws Exception {
    port = FreePort.find();
    Settings settings = settings();
    for (int i = 0; i < changes.length; i += 2) {
      settings = settings.with(changes[i], changes[i + 1]);
    }
    FlowProcess process =
        new FlowProcess(
            settings, List.of(new FeederFlow()), null, HostPort.parse("127.0.0.1:" + port));
    processes.add(process);
    process.start();
  }

  private HttpResponse<String> get(String page) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + "/observe/" + page);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofString());
  }

  private void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, "" + server.pid()).start().waitFor();
  }
}
