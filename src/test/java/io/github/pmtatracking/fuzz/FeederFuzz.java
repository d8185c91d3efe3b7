package io.github.pmtatracking.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.github.pmtatracking.demo.IngestApi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Queue entries and records of attributes, right and wrong, against the feeder. */
final class FeederFuzz implements FuzzTarget {
  private static final Pattern HONEST = Pattern.compile("\"message_id\":\"(honest\\d+)\"");
  private static final JsonFactory JSON = new JsonFactory();
  private static final String[] LINKS = {
    "{\"act\":\"c\",\"t_url\":\"http://e.com/\",\"msg_id\":\"fuzz\",\"rcpt\":\"a@b\"}",
    "{\"act\":\"o\",\"msg_id\":\"fuzz\",\"rcpt\":\"a@b\"}",
    "{\"act\":\"i\",\"msg_id\":\"fuzz\",\"rcpt\":\"\"}",
    "{\"act\":\"c\",\"msg_id\":\"fuzz\",\"rcpt\":\"a@b\",\"t_name\":\"x\"}",
    "{\"act\":\"x\",\"msg_id\":7}",
    "{}",
    "null",
    "[[[[[[[[]]]]]]]]",
  };
  private static final String[] TIMES = {
    "\"@now\"", "\"@now\"", "\"@now\"", "\"@now000\"", "\"1\"", "-1", "null"
  };
  private static final String[] AGENTS = {"\"Mozilla/5.0\"", "\"\"", "{}", "7"};
  private static final String[] ADDRESSES = {"\"12.34.56.78\"", "\"::1\"", "\"\"", "[]"};
  private static final String[] MORE = {
    ",\"id\":\"12345\"",
    ",\"id\":\"-5\"",
    ",\"id\":7",
    ",\"more\":{\"a\":[1,2,3]}",
    ",\"ts\":\"@now\""
  };
  private static final String[] RECORDS = {
    "{\"rcpt\":\"a@b\",\"header_x-sp-subaccount-id\":\"3\"}",
    "{\"header_x-sp-subaccount-id\":7}",
    "{\"header_x-sp-subaccount-id\":\"abc\"}",
    "{\"rcpt\":null,\"orig\":{}}",
    "{\"rcpt\":",
    "[]",
    "no json",
    "",
  };

  private final FuzzSite site;
  private final IngestApi api;
  private final Set<String> arrived;
  private final AtomicLong lines;
  private final AtomicLong malformed;
  private long pushed;
  private long honest;

  private FeederFuzz(
      FuzzSite site, IngestApi api, Set<String> arrived, AtomicLong lines, AtomicLong malformed) {
    this.site = site;
    this.api = api;
    this.arrived = arrived;
    this.lines = lines;
    this.malformed = malformed;
  }

  static FuzzTarget start(Path folder) throws IOException {
    FuzzSite site = new FuzzSite(folder);
    Set<String> arrived = ConcurrentHashMap.newKeySet();
    AtomicLong lines = new AtomicLong();
    AtomicLong malformed = new AtomicLong();
    IngestApi api = IngestApi.start(0, ndjson -> note(ndjson, arrived, lines, malformed));
    site.start(
        0,
        Map.of(
            "SPARKPOST_API_KEY_INGEST",
            "key",
            "SPARKPOST_HOST_INGEST",
            api.url(),
            "FEEDER_BATCH_MAX_AGE",
            "100ms",
            "FEEDER_BATCH_STATUS_DELAY",
            "0"),
        "feeder");
    return new FeederFuzz(site, api, arrived, lines, malformed);
  }

  private static void note(
      byte[] ndjson, Set<String> arrived, AtomicLong lines, AtomicLong malformed) {
    new String(ndjson, UTF_8)
        .lines()
        .forEach(
            line -> {
              lines.incrementAndGet();
              Matcher matcher = HONEST.matcher(line);
              if (matcher.find()) {
                arrived.add(matcher.group(1));
              }
              try (JsonParser parser = JSON.createParser(line)) {
                while (parser.nextToken() != null) {
                  parser.skipChildren();
                }
              } catch (IOException e) {
                malformed.incrementAndGet();
              }
            });
  }

  @Override
  public void send(Random random) throws Exception {
    Noise noise = new Noise(random);
    if (noise.oneIn(10)) {
      byte[] key = ("msgID_fuzz" + noise.pick("", "\r\n", " ", "\u00ff")).getBytes(UTF_8);
      String record = noise.pick(RECORDS);
      site.redis().set(key, Noise.octets(noise.oneIn(2) ? noise.damaged(record) : record)).get();
      return;
    }
    String now = Long.toString(System.currentTimeMillis() / 1000);
    String entry = entry(noise).replace("@now", now);
    site.push(Noise.octets(noise.oneIn(3) ? noise.damaged(entry) : entry));
    pushed++;
  }

  private static String entry(Noise noise) {
    return "{\"WD\":"
        + usually(noise, LINKS)
        + ",\"ts\":"
        + usually(noise, TIMES)
        + ",\"ua\":"
        + usually(noise, AGENTS)
        + ",\"ip\":"
        + usually(noise, ADDRESSES)
        + noise.some(2, MORE)
        + "}";
  }

  /** Often the first, which is right. */
  private static String usually(Noise noise, String... choices) {
    return noise.oneIn(2) ? choices[0] : noise.oneIn(10) ? noise.hostile() : noise.pick(choices);
  }

  @Override
  public void requireHonestWork() throws Exception {
    String messageId = "honest" + ++honest;
    String event =
        "{\"WD\":{\"act\":\"c\",\"t_url\":\"http://e.com/\",\"msg_id\":\""
            + messageId
            + "\",\"rcpt\":\"a@b\"},\"ts\":\""
            + System.currentTimeMillis() / 1000
            + "\",\"ua\":\"Mozilla/5.0\",\"ip\":\"12.34.56.78\"}";
    site.push(event.getBytes(UTF_8));
    pushed++;
    await().atMost(60, SECONDS).until(() -> arrived.contains(messageId));
  }

  /** Every entry was posted or set aside: nothing is left, and nothing is gone. */
  @Override
  public void finish() throws Exception {
    await()
        .atMost(60, SECONDS)
        .until(() -> site.length("trk_queue") == 0 && lines.get() + dead() >= pushed);
    assertEquals(pushed, lines.get() + dead(), "entries posted and set aside");
    assertEquals(0, malformed.get(), "lines that are no JSON");
  }

  private long dead() throws Exception {
    return site.length("{trk_queue}:dead");
  }

  @Override
  public String summary() {
    return honest
        + " of "
        + honest
        + " honest events, "
        + lines.get()
        + " of "
        + pushed
        + " posted";
  }

  @Override
  public long residentBytes() throws IOException {
    return site.residentBytes();
  }

  @Override
  public void close() {
    site.close();
    api.close();
  }
}
