package io.github.pmtatracking.feeder.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.process.FlowProcess;
import io.github.pmtatracking.process.StartFailedException;
import io.github.pmtatracking.testing.FakeIngestApi;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FeederFlowIT extends FeederHarness {
  @Test
  void anEventArrivesWithTheAttributesOfItsMessage() throws Exception {
    redis
        .queue()
        .get()
        .set(
            bytes("msgID_m1"),
            bytes("{\"header_x-sp-subaccount-id\":\"3\",\"rcpt\":\"real@example.com\"}"))
        .get();
    feeder();

    push(entry("7", "m1"));

    await().until(() -> api.lines().size() == 1);
    JsonNode event =
        new ObjectMapper().readTree(api.lines().get(0)).path("msys").path("track_event");
    assertEquals("7", event.path("event_id").asText());
    assertEquals("real@example.com", event.path("rcpt_to").asText());
    assertEquals(3, event.path("subaccount_id").asInt());
    await().until(this::queueIsDone);
  }

  @Test
  void aBatchLargerThanTheApiAcceptsGoesInSeveralUploads() throws Exception {
    feeder("feeder.upload.max-bytes", "2000");

    push(entries(0, 50));

    await().until(() -> api.lines().size() == 50);
    assertTrue(api.requests() > 5, api.requests() + " uploads");
    await().until(this::queueIsDone);
  }

  @Test
  void eventsThatTheApiDoesNotAcceptNowArePostedAgainWithTheSameIds() throws Exception {
    api.next(
        api.status(500),
        api.status(503),
        FakeIngestApi.html(200),
        FakeIngestApi.html(400),
        FakeIngestApi.hangUpInTheBody(),
        FakeIngestApi.hangUpInTheAnswer(),
        api.acceptWithoutAnswer());
    feeder();

    push(entries(0, 20));

    await().until(this::queueIsDone);
    assertEquals(40, api.lines().size(), "once without answer, once more");
    assertEquals(ids(0, 20), new HashSet<>(api.ids()));
    assertEquals(0, deadLetters().size());
  }

  @Test
  void anAnswerAfterTheClientsTimeoutIsNoLoss() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    api.next(api.acceptLate(answer));
    feeder("feeder.http.response-timeout", "300ms");

    push(entries(0, 5));

    await().until(this::queueIsDone);
    answer.countDown();
    assertTrue(api.lines().size() >= 10, api.lines().size() + " lines");
    assertEquals(ids(0, 5), new HashSet<>(api.ids()));
  }

  @Test
  void aPostThatTakesTooLongInTotalIsCutAndRepeated() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    api.next(api.acceptLate(answer));
    feeder("feeder.http.total-timeout", "400ms");

    push(entries(0, 5));

    await().until(this::queueIsDone);
    answer.countDown();
    assertTrue(api.lines().size() >= 10, api.lines().size() + " lines");
    assertEquals(ids(0, 5), new HashSet<>(api.ids()));
  }

  @Test
  void twoFeedersShareTheQueueAndOneMayStopInTheMiddle() throws Exception {
    FlowProcess first = feeder("feeder.batch.max-size", "50");
    feeder("feeder.batch.max-size", "50");

    push(entries(0, 2_000));
    await().until(() -> api.requests() >= 5);
    first.close();

    await().until(() -> api.ids().size() >= 2_000);
    await().until(this::queueIsDone);
    assertEquals(ids(0, 2_000), new HashSet<>(api.ids()));
    assertEquals(2_000, api.ids().size(), "each once");
  }

  @Test
  void entriesOfTheOriginalGetTheSameIdsAtEachAttemptAndAfterATakeOver() throws Exception {
    api.next(api.status(500), api.acceptWithoutAnswer());
    api.always(api.status(500));
    FlowProcess first = feeder();
    push(originalEntry("m1"), originalEntry("m2"), originalEntry("m3"));
    await().until(() -> api.attempts().size() >= 3);
    first.close();

    api.always(io.github.pmtatracking.demo.IngestPost::accept);
    feeder();

    await().until(this::queueIsDone);
    assertEquals(3, new HashSet<>(api.ids()).size());
    assertEquals(1, new HashSet<>(api.attempts()).size(), "the same ids: " + api.attempts());
  }

  @Test
  void retryAfterInSecondsIsHonoured() throws Exception {
    api.next(api.retryAfter(429, "2"));
    feeder();
    Instant before = Instant.now();

    push(entry("1", "m1"));

    await().until(this::queueIsDone);
    assertFalse(Instant.now().isBefore(before.plusSeconds(2)));
  }

  @Test
  void retryAfterAsADateIsHonoured() throws Exception {
    Instant then = Instant.now().plusSeconds(3);
    api.next(
        api.retryAfter(
            503,
            DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.ofInstant(then, ZoneOffset.UTC))));
    feeder();

    push(entry("1", "m1"));

    await().until(this::queueIsDone);
    assertFalse(Instant.now().isBefore(then.minusSeconds(1)));
  }

  @Test
  void theWaitGrowsFromFailureToFailureAndBeginsAnewAfterASuccess() throws Exception {
    api.next(api.status(500), api.status(503), FakeIngestApi.hangUpInTheBody(), api.status(500));
    FlowProcess process = feeder();
    List<Integer> failures = new CopyOnWriteArrayList<>();
    FeederCounters counters = counters(process);
    api.always(
        post -> {
          failures.add(counters.failuresInARow());
          return post.accept();
        });

    push(entry("1", "m1"));

    await().until(this::queueIsDone);
    assertEquals(List.of(4), failures);
    assertEquals(0, counters.failuresInARow());
  }

  @Test
  void aStopInTheMiddleOfRetriesTakesSecondsAndLeavesTheBatchToOthers() throws Exception {
    api.always(api.status(500));
    FlowProcess process =
        feeder(
            "feeder.retry.initial-delay",
            "60s",
            "feeder.retry.max-delay",
            "60s",
            "feeder.senders",
            "1");
    push(entries(0, 3));
    await().until(() -> api.requests() >= 1);
    Instant before = Instant.now();

    process.close();

    assertTrue(Duration.between(before, Instant.now()).toSeconds() < 8, "took long");
    api.always(io.github.pmtatracking.demo.IngestPost::accept);
    feeder();
    await().until(this::queueIsDone);
    assertEquals(ids(0, 3), new HashSet<>(api.ids()));
  }

  @Test
  void anOutageOfRedisLosesNothing() throws Exception {
    feeder();
    push(entries(0, 10));
    await().until(() -> api.lines().size() == 10);
    await().until(this::queueIsDone);

    server.kill();
    server.start();

    await().ignoreExceptions().until(() -> push(entries(10, 20)) > 0);
    await().atMost(Duration.ofSeconds(20)).until(() -> ids(0, 20).equals(Set.copyOf(api.ids())));
  }

  @Test
  void aBatchWithARetryableSystemErrorIsSentAgainWithTheSameIds() throws Exception {
    api.next(
        post -> {
          var reply = post.accept();
          String id = new String(reply.body(), UTF_8).replaceAll(".*\"id\":\"([^\"]+)\".*", "$1");
          api.setStatus(
              id,
              "{\"batch_id\":\""
                  + id
                  + "\",\"type\":\"error\",\"error_type\":\"system\",\"retryable\":true}");
          return reply;
        });
    feeder("feeder.batch-status.delay", "200ms");

    push(entries(0, 5));

    await().until(() -> api.lines().size() == 10);
    assertEquals(ids(0, 5), new HashSet<>(api.ids()));
    await().until(() -> redis.queue().get().exists(bytes("{trk_queue}:verdicts")).get() == 0);
    assertEquals(0, redis.queue().get().exists(bytes("{trk_queue}:kept")).get());
    assertEquals(
        "0", new String(redis.queue().get().get(bytes("{trk_queue}:kept-bytes")).get(), UTF_8));
  }

  @Test
  void withoutAKeyTheStartEndsWithAMessage() {
    FlowProcess process =
        new FlowProcess(
            settings().with("sparkpost.api.key.ingest", ""), List.of(new FeederFlow()), null, null);

    StartFailedException e = assertThrows(StartFailedException.class, process::start);

    assertTrue(String.valueOf(e.getMessage()).contains("SPARKPOST_API_KEY_INGEST"), e.getMessage());
  }
}
