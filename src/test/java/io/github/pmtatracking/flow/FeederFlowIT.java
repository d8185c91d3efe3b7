package io.github.pmtatracking.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.feeder.DeadLetter;
import io.github.pmtatracking.feeder.DeadLetters;
import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.redis.RedisConnections;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.testing.FakeIngestApi;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeederFlowIT {
  @TempDir private Path folder;
  private EmbeddedRedis server;
  private RedisConnections redis;
  private FakeIngestApi api;
  private final List<FlowProcess> processes = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    server = EmbeddedRedis.start(folder, "--appendonly", "yes");
    redis = new RedisConnections(settings());
    api = new FakeIngestApi();
  }

  @AfterEach
  void stop() {
    processes.forEach(FlowProcess::close);
    api.close();
    redis.close();
    server.close();
  }

  @Test
  void anEventArrivesWithWhatIsKnownOfItsMessage() throws Exception {
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
  void aBatchLargerThanTheApiTakesGoesInSeveralUploads() throws Exception {
    feeder("feeder.upload.max-bytes", "2000");

    push(entries(0, 50));

    await().until(() -> api.lines().size() == 50);
    assertTrue(api.requests() > 5, api.requests() + " uploads");
    await().until(this::queueIsDone);
  }

  @Test
  void whatTheApiCannotTakeNowIsPostedAgainWithTheSameIds() throws Exception {
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
  void entriesOfTheOriginalGetTheSameIdsAtEachTryAndAfterATakeOver() throws Exception {
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
  void oneBadEventInTenThousandIsSetAsideAloneAndTheOthersArrive() throws Exception {
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
  void aWrongKeyHoldsEverythingBackUntilItIsPutRight() throws Exception {
    api.always(api.status(401));
    FlowProcess process = feeder("feeder.hold.look-again", "300ms");
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
  void anApiThatRefusesEverythingHoldsAllBackAndSetsNothingAside() throws Exception {
    api.always(api.status(400));
    FlowProcess process = feeder("feeder.hold.look-again", "300ms", "feeder.batch.max-size", "100");
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
  void manyBadEventsInARowAreSetAsideAndTheOthersArrive() throws Exception {
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
  void entriesThatAreNoEventsAndEventsThatAreTooOldAreSetAside() throws Exception {
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
  void aBatchThatIsTakenOverSetsItsBadEntriesAsideOnce() throws Exception {
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

  @Test
  void theWaitGrowsFromFailureToFailureAndBeginsAnewAfterASuccess() throws Exception {
    api.next(api.status(500), api.status(503), FakeIngestApi.hangUpInTheBody(), api.status(500));
    FlowProcess process = feeder();
    List<Integer> failures = new CopyOnWriteArrayList<>();
    FeederCounters counters = counters(process);
    api.always(
        post -> {
          failures.add(counters.failuresInARow.get());
          return post.accept();
        });

    push(entry("1", "m1"));

    await().until(this::queueIsDone);
    assertEquals(List.of(4), failures);
    assertEquals(0, counters.failuresInARow.get());
  }

  @Test
  void aStopInTheMiddleOfRetriesTakesSecondsAndLeavesTheBatchToOthers() throws Exception {
    api.always(api.status(500));
    FlowProcess process =
        feeder("feeder.retry.first", "60s", "feeder.retry.longest", "60s", "feeder.senders", "1");
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
  void redisAwayAndBackLosesNothing() throws Exception {
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
  void aBatchWhoseVerdictIsARetryableSystemErrorIsSentAgainWithTheSameIds() throws Exception {
    api.next(
        post -> {
          var reply = post.accept();
          String id = reply.body().replaceAll(".*\"id\":\"([^\"]+)\".*", "$1");
          api.decide(
              id,
              "{\"batch_id\":\""
                  + id
                  + "\",\"type\":\"error\",\"error_type\":\"system\",\"retryable\":true}");
          return reply;
        });
    feeder("feeder.verdict.delay", "200ms");

    push(entries(0, 5));

    await().until(() -> api.lines().size() == 10);
    assertEquals(ids(0, 5), new HashSet<>(api.ids()));
    await().until(() -> redis.queue().get().exists(bytes("{trk_queue}:verdicts")).get() == 0);
    assertEquals(0, redis.queue().get().exists(bytes("{trk_queue}:kept")).get());
    assertEquals(
        "0", new String(redis.queue().get().get(bytes("{trk_queue}:kept-bytes")).get(), UTF_8));
  }

  @Test
  void withoutAKeyItDoesNotStartAndSaysSo() {
    FlowProcess process =
        new FlowProcess(
            settings().with("sparkpost.api.key.ingest", ""), List.of(new FeederFlow()), null, null);

    StartFailedException e = assertThrows(StartFailedException.class, process::start);

    assertTrue(String.valueOf(e.getMessage()).contains("SPARKPOST_API_KEY_INGEST"), e.getMessage());
  }

  private FlowProcess feeder(String... changes) {
    Settings settings = settings();
    for (int i = 0; i < changes.length; i += 2) {
      settings = settings.with(changes[i], changes[i + 1]);
    }
    FlowProcess process = new FlowProcess(settings, List.of(new FeederFlow()), null, null);
    processes.add(process);
    process.start();
    return process;
  }

  private Settings settings() {
    Settings settings =
        Settings.load(null, Map.of(), Map.of())
            .with("redis.url", server.url())
            .with("sparkpost.api.key.ingest", "key")
            .with("feeder.batch.max-age", "100ms")
            .with("feeder.retry.first", "20ms")
            .with("feeder.retry.longest", "100ms");
    return api == null ? settings : settings.with("sparkpost.host.ingest", api.url());
  }

  private static HealthCheck check(FlowProcess process, String id) {
    return process.camelContext().getRegistry().lookupByNameAndType(id, HealthCheck.class);
  }

  private static FeederCounters counters(FlowProcess process) {
    return process
        .camelContext()
        .getRegistry()
        .lookupByNameAndType("feederCounters", FeederCounters.class);
  }

  private DeadLetters deadLetters() {
    return new DeadLetters(redis.queue(), "trk_queue", Duration.ofSeconds(5));
  }

  private List<DeadLetter> dead() {
    List<DeadLetter> letters = new ArrayList<>();
    deadLetters().forEach(letters::add);
    return letters;
  }

  private boolean queueIsDone() throws Exception {
    return redis.queue().get().exists(bytes("trk_queue"), bytes("{trk_queue}:leases")).get() == 0
        && !api.lines().isEmpty();
  }

  private static String entry(String id, String messageId) {
    return originalEntry(messageId).replaceFirst("}$", ",\"id\":\"" + id + "\"}");
  }

  private static String originalEntry(String messageId) {
    return "{\"WD\":{\"act\":\"c\",\"t_url\":\"http://example.com/x\",\"msg_id\":\""
        + messageId
        + "\",\"rcpt\":\"a@example.com\"},\"ts\":\""
        + (System.currentTimeMillis() / 100_000 * 100)
        + "\",\"ua\":\"Mozilla/5.0\",\"ip\":\"12.34.56.78\"}";
  }

  private static String[] entries(int from, int to) {
    String[] entries = new String[to - from];
    for (int i = from; i < to; i++) {
      entries[i - from] = entry("" + i, "m" + i);
    }
    return entries;
  }

  private static Set<String> ids(int from, int to) {
    Set<String> ids = new HashSet<>();
    for (int i = from; i < to; i++) {
      ids.add("" + i);
    }
    return ids;
  }

  private long push(String... entries) throws Exception {
    byte[][] values = new byte[entries.length][];
    for (int i = 0; i < entries.length; i++) {
      values[i] = bytes(entries[i]);
    }
    return redis.queue().get().rpush(bytes("trk_queue"), values).get();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
