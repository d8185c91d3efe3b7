package io.github.pmtatracking.feeder.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.feeder.FeederCounters;
import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.feeder.deadletter.DeadLetters;
import io.github.pmtatracking.process.FlowProcess;
import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.redis.RedisConnections;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.testing.FakeIngestApi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A feeder with a real Redis and an ingest API that misbehaves on request. */
abstract class FeederHarness {
  @TempDir Path folder;
  EmbeddedRedis server;
  RedisConnections redis;
  FakeIngestApi api;

  /**
   * The time of every event here, in Unix seconds: one for the whole run, so that an entry that is
   * made twice is the same twice.
   */
  private static final long EVENT_SECONDS = System.currentTimeMillis() / 100_000 * 100;

  final List<FlowProcess> processes = new ArrayList<>();

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

  FlowProcess feeder(String... changes) {
    return feeder(Map.of(), changes);
  }

  /**
   * @param environment where a proxy or certificates are named
   */
  FlowProcess feeder(Map<String, String> environment, String... changes) {
    Settings settings = settings();
    for (int i = 0; i < changes.length; i += 2) {
      settings = settings.with(changes[i], changes[i + 1]);
    }
    FlowProcess process =
        new FlowProcess(settings, List.of(new FeederFlow(environment)), null, null);
    processes.add(process);
    process.start();
    return process;
  }

  Settings settings() {
    Settings settings =
        Settings.load(null, Map.of(), Map.of())
            .with("redis.url", server.url())
            .with("sparkpost.api.key.ingest", "key")
            .with("feeder.batch.max-age", "100ms")
            .with("feeder.retry.initial-delay", "20ms")
            .with("feeder.retry.max-delay", "100ms");
    return api == null ? settings : settings.with("sparkpost.host.ingest", api.url());
  }

  static HealthCheck check(FlowProcess process, String id) {
    return process.camelContext().getRegistry().lookupByNameAndType(id, HealthCheck.class);
  }

  static FeederCounters counters(FlowProcess process) {
    return process
        .camelContext()
        .getRegistry()
        .lookupByNameAndType("feederCounters", FeederCounters.class);
  }

  DeadLetters deadLetters() {
    return new DeadLetters(redis.queue(), "trk_queue", Duration.ofSeconds(5));
  }

  List<DeadLetter> dead() {
    List<DeadLetter> letters = new ArrayList<>();
    deadLetters().forEach(letters::add);
    return letters;
  }

  boolean queueIsDone() throws Exception {
    return redis.queue().get().exists(bytes("trk_queue"), bytes("{trk_queue}:leases")).get() == 0
        && !api.lines().isEmpty();
  }

  static String entry(String id, String messageId) {
    return originalEntry(messageId).replaceFirst("}$", ",\"id\":\"" + id + "\"}");
  }

  static String entry(String id, String messageId, long timestamp) {
    return entry(id, messageId).replaceFirst("\"ts\":\"\\d+\"", "\"ts\":\"" + timestamp + "\"");
  }

  static String originalEntry(String messageId) {
    return "{\"WD\":{\"act\":\"c\",\"t_url\":\"http://example.com/x\",\"msg_id\":\""
        + messageId
        + "\",\"rcpt\":\"a@example.com\"},\"ts\":\""
        + EVENT_SECONDS
        + "\",\"ua\":\"Mozilla/5.0\",\"ip\":\"12.34.56.78\"}";
  }

  static String[] entries(int from, int to) {
    String[] entries = new String[to - from];
    for (int i = from; i < to; i++) {
      entries[i - from] = entry("" + i, "m" + i);
    }
    return entries;
  }

  static Set<String> ids(int from, int to) {
    Set<String> ids = new HashSet<>();
    for (int i = from; i < to; i++) {
      ids.add("" + i);
    }
    return ids;
  }

  long push(String... entries) throws Exception {
    byte[][] values = new byte[entries.length][];
    for (int i = 0; i < entries.length; i++) {
      values[i] = bytes(entries[i]);
    }
    return redis.queue().get().rpush(bytes("trk_queue"), values).get();
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
