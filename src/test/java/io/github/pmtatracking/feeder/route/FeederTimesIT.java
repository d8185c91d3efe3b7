package io.github.pmtatracking.feeder.route;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.process.FlowProcess;
import io.github.pmtatracking.testing.RawHttpServer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;

/** Events whose time the API would not accept, and wrong clocks. */
class FeederTimesIT extends FeederHarness {
  @Test
  void eventsThatBecomeTooOldWhileTheApiFailsBecomeDeadLetters() throws Exception {
    api.always(api.status(503));
    FlowProcess process = feeder("feeder.event.max-age", "10s");
    long now = Instant.now().getEpochSecond();
    push(entry("1", "m1", now), entry("2", "m2", now));
    await().until(() -> api.requests() >= 1);

    await().atMost(Duration.ofSeconds(60)).until(() -> deadLetters().size() == 2);

    api.always(post -> post.accept());
    await().until(() -> redis.queue().get().exists(bytes("{trk_queue}:leases")).get() == 0);
    assertEquals(List.of(), api.lines());
    assertEquals(Map.of(DeadLetter.EXPIRED, 2L), reasons());
    assertEquals(2, counters(process).expired());
  }

  @Test
  void anEventInTheFutureBecomesADeadLetterBesideGoodEvents() throws Exception {
    feeder();
    long now = Instant.now().getEpochSecond();

    push(
        entry("1", "m1", now + 2 * 86_400),
        entry("2", "m2", now),
        entry("3", "m3", now * 1_000),
        entry("4", "m4", now + 60));

    await().until(this::queueIsDone);
    assertEquals(Set.of("2", "4"), Set.copyOf(api.ids()));
    assertEquals(Map.of(DeadLetter.FUTURE, 2L), reasons());
    assertTrue(dead().get(1).detail().contains("milliseconds"), dead().get(1).detail());
  }

  @Test
  void aClockThatDiffersFromTheApisPausesTheFeederUntilItIsCorrected() throws Exception {
    long now = Instant.now().getEpochSecond();
    try (RawHttpServer wrong = new RawHttpServer(dated(Instant.now().minusSeconds(10_800)))) {
      FlowProcess process =
          feeder("sparkpost.host.ingest", wrong.url(), "feeder.paused.retry-interval", "300ms");
      HealthCheck check = check(process, "feeder-ingest");

      push(entry("1", "m1", now - 26 * 3_600), entry("2", "m2", now - 26 * 3_600));

      // DOWN at once, for the age of the oldest event
      await().until(() -> check.call().getMessage().orElse("").contains("clocks differ"));
      assertEquals(HealthCheck.State.DOWN, check.call().getState());
      String message = check.call().getMessage().orElseThrow();
      assertTrue(message.contains("clocks differ by 180 min"), message);
      assertTrue(message.contains("the ingest API's Date"), message);
      assertEquals(0, deadLetters().size());

      wrong.answer(dated(Instant.now()));

      await().until(() -> deadLetters().size() == 2);
      await().until(() -> check.call().getState() == HealthCheck.State.UP);
      assertTrue(
          wrong.requests().stream().allMatch(line -> line.startsWith("HEAD / ")),
          () -> wrong.requests().toString());
    }
  }

  @Test
  void aClockThatBecomesWrongWhileABatchIsTriedPausesTheFeederToo() throws Exception {
    try (RawHttpServer wrong =
        new RawHttpServer(dated("503 Busy", Instant.now().minusSeconds(10_800)))) {
      FlowProcess process =
          feeder(
              "sparkpost.host.ingest",
              wrong.url(),
              "feeder.paused.retry-interval",
              "300ms",
              "feeder.event.max-age",
              "10s");
      HealthCheck check = check(process, "feeder-ingest");

      push(entry("1", "m1", Instant.now().getEpochSecond()));

      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  check.call().getState() == HealthCheck.State.DOWN
                      && check.call().getMessage().orElseThrow().contains("clocks differ"));
      assertTrue(wrong.requests().stream().anyMatch(line -> line.startsWith("POST ")));
      assertEquals(0, deadLetters().size());

      wrong.answer(dated(Instant.now()));

      await().until(() -> deadLetters().size() == 1);
      assertEquals(Map.of(DeadLetter.EXPIRED, 1L), reasons());
    }
  }

  private static RawHttpServer.Script dated(Instant time) {
    return dated("200 OK", time);
  }

  private static RawHttpServer.Script dated(String status, Instant time) {
    return RawHttpServer.whole(
        status
            + "\r\nDate: "
            + DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC)),
        "");
  }

  private Map<String, Long> reasons() {
    return dead().stream()
        .collect(Collectors.groupingBy(DeadLetter::reason, Collectors.counting()));
  }
}
