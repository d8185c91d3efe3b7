package io.github.pmtatracking.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.accounting.route.AccountingFlow;
import io.github.pmtatracking.command.Commands;
import io.github.pmtatracking.demo.IngestPost;
import io.github.pmtatracking.feeder.route.FeederFlow;
import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.link.TrackingUrl;
import io.github.pmtatracking.process.Flow;
import io.github.pmtatracking.process.FlowProcess;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.testing.FakeIngestApi;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.tracker.RawHttp;
import io.github.pmtatracking.tracker.route.TrackerFlow;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Tracker and feeder on one Redis; acct_etl and deadletter when they are called for. */
final class Chain implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Path folder;
  private final Map<String, String> changes = new HashMap<>();
  private final int port;
  private final FakeIngestApi api = new FakeIngestApi();
  private FlowProcess process;

  /**
   * @param keysAndValues more settings
   */
  Chain(Path folder, String url, String... keysAndValues) throws IOException {
    this.folder = folder;
    port = FreePort.find();
    changes.put("redis.url", url);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      changes.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    process = start(new TrackerFlow(), new FeederFlow());
  }

  private FlowProcess start(Flow... flows) {
    Settings settings =
        Settings.load(null, Map.of(), Map.of())
            .with("accounting.files", folder.resolve("acct.csv").toString())
            .with("accounting.log", "summary")
            .with("accounting.spool.folder", folder.resolve("accounting").toString())
            .with("accounting.rejects.file", folder.resolve("rejects").toString())
            .with("tracker.in-hostport", "127.0.0.1:" + port)
            .with("tracker.spool.folder", folder.resolve("tracker").toString())
            .with("tracker.spool.drain-interval", "100ms")
            .with("sparkpost.api.key.ingest", "key")
            .with("sparkpost.host.ingest", api.url())
            .with("feeder.batch.max-age", "100ms")
            .with("feeder.retry.initial-delay", "20ms")
            .with("feeder.retry.max-delay", "200ms");
    for (Map.Entry<String, String> change : changes.entrySet()) {
      settings = settings.with(change.getKey(), change.getValue());
    }
    FlowProcess started = new FlowProcess(settings, List.of(flows), null, null);
    started.start();
    return started;
  }

  RedisClusterAsyncCommands<byte[], byte[]> redis() {
    return process.redis().queue().get();
  }

  /** From the accounting record to the upload, and an entry that cannot be read to its list. */
  void carriesEverything() throws Exception {
    redis().rpush(bytes("trk_queue"), bytes("no event")).get();
    carries(0, 100);
    String letters = deadLetters("list");
    assertTrue(letters.contains("unreadable") && letters.contains("1 dead letters"), letters);
  }

  /** The same without the entry that cannot be read. */
  void carries(int from, int to) throws Exception {
    account(from, to);
    String headings = get("acct_headers");
    assertTrue(headings.contains("\"rcpt\":1"), headings);

    click(from, to);

    awaitUploads(to);
    for (String line : api.lines()) {
      assertTrue(line.contains("\"subaccount_id\":7"), line);
    }
    awaitGone("trk_queue");
    awaitGone("{trk_queue}:leases");
  }

  /** A feeder that stops while the API has trouble leaves its batch to the next one. */
  void handsOver(int from, int to) throws Exception {
    int tried = api.attempts().size();
    api.always(api.status(500));
    click(from, to);
    await().atMost(LONG).until(() -> api.attempts().size() > tried);
    process.close();
    api.always(IngestPost::accept);

    process = start(new TrackerFlow(), new FeederFlow());

    awaitUploads(to);
  }

  void awaitGone(String key) {
    await().atMost(LONG).until(() -> redis().exists(bytes(key)).get() == 0);
  }

  /** Lets acct_etl read records, and sees that each is there and will expire. */
  void account(int from, int to) throws Exception {
    StringBuilder lines =
        new StringBuilder("type,rcpt,header_x-sp-message-id,header_x-sp-subaccount-id\r\n");
    for (int i = from; i < to; i++) {
      lines.append("d,user").append(i).append("@example.com,m").append(i).append(",7\r\n");
    }
    Files.writeString(folder.resolve("acct.csv"), lines);
    FlowProcess accounting = start(new AccountingFlow());
    try {
      await().atMost(LONG).until(() -> get("acct_headers") != null);
      await().atMost(LONG).ignoreExceptions().until(() -> expiring(from, to) == to - from);
    } finally {
      accounting.close();
    }
  }

  private long expiring(int from, int to) throws Exception {
    List<RedisFuture<Long>> asked = new ArrayList<>();
    for (int i = from; i < to; i++) {
      asked.add(redis().ttl(bytes("msgID_m" + i)));
    }
    long expiring = 0;
    for (RedisFuture<Long> seconds : asked) {
      expiring += seconds.get() > 863_000 ? 1 : 0;
    }
    return expiring;
  }

  /** A reader clicks in each of the messages, and is sent to his target. */
  void click(int from, int to) throws IOException {
    try (RawHttp http = new RawHttp(port)) {
      for (int i = from; i < to; i++) {
        TrackingLink link =
            new TrackingLink(Action.CLICK, "http://x/" + i, "m" + i, "a@b", null, false);
        String url = new TrackingUrl("http://t").encode(link);
        assertEquals(302, http.get(url.substring("http://t".length())).reply().status());
      }
    }
  }

  /** Waits until the API has the clicks in so many messages, each under one id. */
  void awaitUploads(int messages) {
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertEquals(messages, new TreeSet<>(api.ids()).size()));
  }

  private String get(String key) throws Exception {
    byte[] value = redis().get(bytes(key)).get();
    return value == null ? null : new String(value, UTF_8);
  }

  /** What {@code deadletter} prints. */
  String deadLetters(String... arguments) throws Exception {
    Path file = folder.resolve("chain.properties");
    StringBuilder lines = new StringBuilder();
    changes.forEach((key, value) -> lines.append(key).append('=').append(value).append('\n'));
    Files.writeString(file, lines.append("accounting.rejects.file=").append(folder).append("/r"));
    List<String> all = new ArrayList<>(List.of("deadletter"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("-config", file.toString()));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream standardOutput = System.out;
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      assertEquals(0, Commands.execute(all.toArray(String[]::new)));
    } finally {
      System.setOut(standardOutput);
    }
    return printed.toString(UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Override
  public void close() {
    process.close();
    api.close();
  }
}
