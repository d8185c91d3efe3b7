package io.github.pmtatracking.feeder.route;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.demo.IngestPost;
import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.process.FlowProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;

/** Forged events must not delay genuine ones; a paused feeder must not keep batches for itself. */
class FeederPausedIT extends FeederHarness {
  private static final int FORGED = 1_500;
  private static final String BAD_RECIPIENT = "forged@";

  @Test
  void forgedEventsThatTheApiRefusesDoNotDelayGenuineOnes() throws Exception {
    api.always(api.refusing(400, line -> line.contains(BAD_RECIPIENT)));
    feeder("feeder.paused.retry-interval", "1s", "feeder.batch.max-size", "500");
    Set<String> honest = new HashSet<>();
    String[] entries = entries(0, FORGED);
    for (int i = 0; i < entries.length; i++) {
      if (i % 100 == 77) {
        honest.add("" + i);
      } else {
        entries[i] = forged(entries[i]);
      }
    }
    push(entries);
    await().until(() -> api.requests() >= 100);
    push(entries(FORGED, FORGED + 500));
    honest.addAll(ids(FORGED, FORGED + 500));

    await().atMost(Duration.ofMinutes(4)).until(this::queueIsDone);

    assertEquals(new TreeSet<>(honest), new TreeSet<>(api.ids()));
    Set<String> dead = dead().stream().map(DeadLetter::id).collect(Collectors.toSet());
    Set<String> forged = ids(0, FORGED);
    forged.removeAll(honest);
    assertEquals(forged, dead);
    assertEquals(forged.size(), deadLetters().size(), "each once");
    long bound = 3L * FORGED / 2;
    assertTrue(api.requests() < bound, api.requests() + " requests");
  }

  @Test
  void eventsOfMessagesWithARecordGoBeforeThoseThatCanBeForged() throws Exception {
    api.always(api.refusing(400, line -> line.contains(BAD_RECIPIENT)));
    String[] entries = entries(0, 1_000);
    for (int i = 0; i < entries.length; i++) {
      if (i % 100 == 77) {
        redis.queue().get().set(bytes("msgID_m" + i), bytes("{}")).get();
      } else {
        entries[i] = forged(entries[i]);
      }
    }
    push(entries);

    feeder("feeder.paused.retry-interval", "1h", "feeder.retry.initial-delay", "1h");

    await().until(() -> api.ids().size() == 10);
    assertEquals(10, api.attempts().get(1).size(), "all refused, then those with a record alone");
  }

  @Test
  void whilePausedANewEventFromTheEndOfTheQueueIsTried() throws Exception {
    api.always(api.refusing(400, line -> line.contains(BAD_RECIPIENT)));
    FlowProcess process = feeder("feeder.paused.retry-interval", "300ms", "feeder.senders", "1");
    String[] entries = entries(0, 200);
    for (int i = 0; i < entries.length; i++) {
      entries[i] = forged(entries[i]);
    }
    push(entries);
    HealthCheck check = check(process, "feeder-ingest");
    await().until(() -> check.call().getState() == HealthCheck.State.DOWN);
    assertEquals(0, deadLetters().size());

    push(entry("1000", "m1000"));

    await().until(() -> api.ids().contains("1000"));
    int[] next = {1_001};
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              push(entry("" + next[0], "m" + next[0]++));
              return deadLetters().size() == 200;
            });
    await().until(this::queueIsDone);
    assertEquals(ids(1_000, next[0]), new HashSet<>(api.ids()));
    assertEquals(200, deadLetters().size());
    await().until(() -> check.call().getState() == HealthCheck.State.UP);
  }

  @Test
  void aFeederWhoseKeyIsRefusedReleasesItsBatch() throws Exception {
    api.always(
        post ->
            "wrong".equals(post.header("Authorization"))
                ? api.status(401).answer(post)
                : post.accept());
    FlowProcess wrong =
        feeder("sparkpost.api.key.ingest", "wrong", "feeder.paused.retry-interval", "1h");
    push(entries(0, 20));
    await().until(() -> check(wrong, "feeder-ingest").call().getState() == HealthCheck.State.DOWN);

    feeder();

    // the lease of a batch that it kept would be renewed for as long as the first one lives
    await().atMost(Duration.ofSeconds(30)).until(this::queueIsDone);
    assertEquals(ids(0, 20), new HashSet<>(api.ids()));
    assertTrue(api.requests() <= 4, api.requests() + " requests: a held feeder takes no batch");
  }

  @Test
  void anApiThatRefusesGenuineEventsTooMakesNoDeadLetters() throws Exception {
    api.always(api.status(400));
    FlowProcess process =
        feeder("feeder.paused.retry-interval", "300ms", "feeder.batch.max-size", "100");
    for (int i = 0; i < 300; i++) {
      redis.queue().get().set(bytes("msgID_m" + i), bytes("{}")).get();
    }
    push(entries(0, 300));
    await()
        .until(() -> check(process, "feeder-ingest").call().getState() == HealthCheck.State.DOWN);
    int held = api.attempts().size();
    await().until(() -> api.attempts().size() > held + 20);
    assertEquals(0, deadLetters().size());
    assertTrue(
        api.attempts().subList(held, api.attempts().size()).stream().allMatch(a -> a.size() == 1),
        "one event at a time");

    api.always(IngestPost::accept);

    await().atMost(Duration.ofSeconds(30)).until(this::queueIsDone);
    assertEquals(ids(0, 300), new HashSet<>(api.ids()));
    assertEquals(0, deadLetters().size());
  }

  @Test
  void aProbeOfTheQueueIsNoEventFromTheFuture() throws Exception {
    api.always(api.refusing(400, line -> line.contains(BAD_RECIPIENT)));
    FlowProcess process =
        feeder("feeder.batch.max-age", "1h", "feeder.batch.max-size", "30", "feeder.senders", "1");
    String[] entries = entries(0, 31);
    for (int i = 0; i < 30; i++) {
      entries[i] = forged(entries[i]);
    }
    entries[30] = entry("30", "m30", Instant.now().getEpochSecond() + 2 * 86_400);

    push(entries);

    HealthCheck check = check(process, "feeder-ingest");
    await()
        .until(
            () ->
                check.call().getState() == HealthCheck.State.DOWN
                    || api.attempts().contains(List.of("30")));
    assertFalse(api.attempts().contains(List.of("30")), "the API would reject it after its 200");
    assertEquals(1, redis.queue().get().llen(bytes("trk_queue")).get());
  }

  @Test
  void aProbeThatBecomesTooOldWhileTheApiFailsIsNotPostedAgain() throws Exception {
    long now = Instant.now().getEpochSecond();
    api.always(
        post ->
            post.lines().stream().anyMatch(line -> line.contains("\"m30\""))
                ? api.status(503).answer(post)
                : api.refusing(400, line -> line.contains(BAD_RECIPIENT)).answer(post));
    feeder(
        "feeder.batch.max-age",
        "1h",
        "feeder.batch.max-size",
        "30",
        "feeder.senders",
        "1",
        "feeder.event.max-age",
        "15s");
    String[] entries = new String[31];
    for (int i = 0; i < 31; i++) {
      entries[i] = entry("" + i, "m" + i, now);
    }
    for (int i = 0; i < 30; i++) {
      entries[i] = forged(entries[i]);
    }

    push(entries);

    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                redis.queue().get().exists(bytes("{trk_queue}:leases")).get() == 0
                    && deadLetters().size() > 0);
    assertEquals(30, deadLetters().size());
    assertEquals(List.of(), api.ids());
    assertEquals(1, redis.queue().get().llen(bytes("trk_queue")).get());
  }

  private static String forged(String entry) {
    return entry.replace("a@example.com", BAD_RECIPIENT + "example.com");
  }
}
