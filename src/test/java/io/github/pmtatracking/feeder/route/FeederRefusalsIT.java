package io.github.pmtatracking.feeder.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.process.FlowProcess;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;

/** Events that the API refuses or would refuse: dead letters and pauses. */
class FeederRefusalsIT extends FeederHarness {
  @Test
  void oneBadEventInTenThousandBecomesADeadLetterAloneAndTheOthersArrive() throws Exception {
    api.always(api.refusing(400, line -> line.contains("\"m7777\"")));
    feeder();

    push(entries(0, 10_000));

    await().atMost(Duration.ofSeconds(30)).until(this::queueIsDone);
    Set<String> expected = ids(0, 10_000);
    expected.remove("7777");
    assertEquals(expected, new HashSet<>(api.ids()));
    assertEquals(9_999, api.ids().size());
    List<DeadLetter> dead = dead();
    assertEquals(1, dead.size());
    assertEquals("7777", dead.get(0).id());
    assertEquals(DeadLetter.REFUSED, dead.get(0).reason());
    assertTrue(dead.get(0).detail().contains("bad event"), dead.get(0).detail());
    assertEquals(entry("7777", "m7777"), new String(dead.get(0).entry(), UTF_8));
  }

  @Test
  void anUploadThatIsTooLargeForSomeProxyIsHalvedUntilItPasses() throws Exception {
    api.always(api.atMost(1_000));
    feeder();

    push(entries(0, 40));

    await().until(this::queueIsDone);
    assertEquals(ids(0, 40), new HashSet<>(api.ids()));
    assertEquals(0, deadLetters().size());
  }

  @Test
  void aWrongKeyPausesTheFeederUntilItIsCorrected() throws Exception {
    api.always(api.status(401));
    FlowProcess process = feeder("feeder.paused.retry-interval", "300ms");
    HealthCheck check = check(process, "feeder-ingest");
    assertEquals(HealthCheck.State.UP, check.call().getState());

    push(entries(0, 3));

    await().until(() -> check.call().getState() == HealthCheck.State.DOWN);
    assertTrue(check.call().getMessage().orElse("").contains("SPARKPOST_API_KEY_INGEST"));
    await().until(() -> api.requests() >= 3);
    assertEquals(0, deadLetters().size());

    api.always(io.github.pmtatracking.demo.IngestPost::accept);

    await().until(this::queueIsDone);
    assertEquals(ids(0, 3), new HashSet<>(api.ids()));
    assertEquals(HealthCheck.State.UP, check.call().getState());
  }

  @Test
  void anApiThatRefusesEveryEventPausesTheFeederAndMakesNoDeadLetters() throws Exception {
    api.always(api.status(400));
    FlowProcess process =
        feeder("feeder.paused.retry-interval", "300ms", "feeder.batch.max-size", "100");
    HealthCheck check = check(process, "feeder-ingest");

    push(entries(0, 300));

    await().until(() -> check.call().getState() == HealthCheck.State.DOWN);
    assertTrue(check.call().getMessage().orElse("").contains("feeder.max-refused"));
    long requests = api.requests();
    await().until(() -> api.requests() >= requests + 4);
    assertEquals(1, api.attempts().get(api.attempts().size() - 1).size(), "one event a look");
    assertEquals(0, deadLetters().size());

    api.always(io.github.pmtatracking.demo.IngestPost::accept);

    await().until(this::queueIsDone);
    assertEquals(ids(0, 300), new HashSet<>(api.ids()));
    assertEquals(0, deadLetters().size());
    assertEquals(HealthCheck.State.UP, check.call().getState());
  }

  @Test
  void deadLettersOfSmallBatchesAreRequeuedWhenTheApiRefusesEveryEvent() throws Exception {
    api.always(api.status(400));
    FlowProcess process =
        feeder(
            "feeder.paused.retry-interval", "300ms",
            "feeder.batch.max-size", "1",
            "feeder.max-refused", "5");
    push(entries(0, 30));
    await()
        .until(() -> check(process, "feeder-ingest").call().getState() == HealthCheck.State.DOWN);

    await().until(() -> deadLetters().size() == 0);

    api.always(io.github.pmtatracking.demo.IngestPost::accept);
    await().until(() -> ids(0, 30).equals(new HashSet<>(api.ids())));
    await().until(this::queueIsDone);
    assertEquals(30, api.ids().size());
    assertEquals(0, deadLetters().size());
  }

  @Test
  void aBadEventOfASmallBatchStaysADeadLetterOnceTheApiHasAcceptedAnother() throws Exception {
    api.always(api.refusing(400, line -> line.contains("\"m0\"")));
    feeder(
        "feeder.paused.retry-interval", "300ms",
        "feeder.batch.max-size", "1",
        "feeder.max-refused", "2");
    push(entries(0, 1));
    await().until(() -> deadLetters().size() == 1);
    push(entries(1, 2));
    await().until(() -> api.ids().contains("1"));

    api.always(api.status(400));
    push(entries(2, 10));
    await().until(() -> api.attempts().size() > 8);
    api.always(api.refusing(400, line -> line.contains("\"m0\"")));

    await().until(() -> ids(1, 10).equals(new HashSet<>(api.ids())));
    assertEquals(List.of("0"), dead().stream().map(DeadLetter::id).toList());
  }

  @Test
  void manyBadEventsInARowBecomeDeadLettersAndTheOthersArrive() throws Exception {
    api.always(api.refusing(422, line -> line.matches(".*\"m1[0-3]\\d\".*")));
    feeder();

    push(entries(0, 300));

    await().atMost(Duration.ofSeconds(30)).until(this::queueIsDone);
    Set<String> expected = ids(0, 300);
    expected.removeAll(ids(100, 140));
    assertEquals(expected, new HashSet<>(api.ids()));
    assertEquals(ids(100, 140), dead().stream().map(DeadLetter::id).collect(Collectors.toSet()));
    assertEquals(40, deadLetters().size());
  }

  @Test
  void entriesThatAreNotEventsAndEventsThatAreTooOldBecomeDeadLetters() throws Exception {
    FlowProcess process = feeder();
    String old = entry("9", "m9").replaceAll("\"ts\":\"\\d+\"", "\"ts\":\"1587600000\"");

    push("garbage", entry("1", "m1"), "{}", old, entry("2", "m2"));

    await().until(this::queueIsDone);
    assertEquals(List.of("1", "2"), api.ids());
    Map<String, Long> reasons =
        dead().stream().collect(Collectors.groupingBy(DeadLetter::reason, Collectors.counting()));
    assertEquals(Map.of(DeadLetter.UNREADABLE, 2L, DeadLetter.EXPIRED, 1L), reasons);
    HealthCheck.Result health = check(process, "feeder-dead-letters").call();
    assertEquals(HealthCheck.State.UP, health.getState());
    assertEquals("degraded", health.getDetails().get("state"));
  }

  @Test
  void aBatchThatIsTakenOverWritesItsDeadLettersOnce() throws Exception {
    api.always(api.status(500));
    FlowProcess first = feeder();
    push("garbage", entry("1", "m1"), entry("2", "m2"));
    await().until(() -> api.requests() >= 2);
    first.close();
    assertEquals(0, deadLetters().size());

    api.always(api.refusing(422, line -> line.contains("\"m2\"")));
    feeder();

    await().until(this::queueIsDone);
    assertEquals(
        List.of(DeadLetter.UNREADABLE, DeadLetter.REFUSED),
        dead().stream().map(DeadLetter::reason).toList());
  }
}
