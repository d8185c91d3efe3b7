package io.github.pmtatracking.feeder.route;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.FreshRedis;
import io.github.pmtatracking.testing.Installation;
import io.github.pmtatracking.testing.RawHttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The feeder as it is shipped, with its own heap, and a server whose answers do not end. */
class HugeResponsesIT {
  @RegisterExtension static final FreshRedis REDIS = new FreshRedis();

  private static final long SIZE = 1_500_000_000L;
  private static final RawHttpServer.Script GOOD =
      RawHttpServer.whole("200 OK", "{\"results\":{\"id\":\"b\"}}");

  @TempDir Path folder;
  private RawHttpServer api;
  private Process feeder;

  @BeforeEach
  void start() throws IOException {
    api = new RawHttpServer(GOOD);
    ProcessBuilder command =
        Installation.command(
            Map.of(
                "REDIS_URL", REDIS.server().url(),
                "SPARKPOST_API_KEY_INGEST", "secret-key-0123456789",
                "SPARKPOST_HOST_INGEST", api.url(),
                "FEEDER_BATCH_MAX_AGE", "100ms",
                "FEEDER_BATCH_STATUS_DELAY", "1s",
                "FEEDER_RETRY_INITIAL_DELAY", "20ms",
                "FEEDER_RETRY_MAX_DELAY", "100ms"),
            "feeder",
            "-logfile",
            log().toString());
    feeder =
        command.redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile()).start();
  }

  @AfterEach
  void stop() throws Exception {
    feeder.destroy();
    assertTrue(feeder.waitFor(30, TimeUnit.SECONDS));
    api.close();
  }

  @Test
  void aBodyOfOneAndAHalfGigabytesDoesNotEndTheFeeder() throws Exception {
    survives((request, out) -> blanks("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE, out));
  }

  @Test
  void anErrorWithAnEndlessBodyDoesNotEndTheFeeder() throws Exception {
    survives((request, out) -> blanks("HTTP/1.1 500 Oops", out));
  }

  @Test
  void aBombOfGzipDoesNotEndTheFeeder() throws Exception {
    byte[] bomb = bomb();
    survives(
        (request, out) -> {
          out.write(
              ascii(
                  "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                      + bomb.length
                      + "\r\n\r\n"));
          out.write(bomb);
        });
  }

  @Test
  void headerFieldsWithoutEndDoNotEndTheFeeder() throws Exception {
    survives(
        (request, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\n"));
          byte[] field = ascii(("X-Field: " + "x".repeat(1_000) + "\r\n").repeat(50));
          for (long sent = 0; sent < SIZE; sent += field.length) {
            out.write(field);
          }
        });
  }

  @Test
  void aHeaderLineWithoutEndDoesNotEndTheFeeder() throws Exception {
    survives(
        (request, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nX-Field: "));
          byte[] more = ascii("x".repeat(100_000));
          for (long sent = 0; sent < SIZE; sent += more.length) {
            out.write(more);
          }
        });
  }

  @Test
  void chunksWithoutEndDoNotEndTheFeeder() throws Exception {
    survives(
        (request, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
          byte[] chunks = ascii(("1000\r\n" + " ".repeat(0x1000) + "\r\n").repeat(10));
          for (long sent = 0; sent < SIZE; sent += chunks.length) {
            out.write(chunks);
          }
        });
  }

  @Test
  void aHugeVerdictDoesNotEndTheFeeder() throws Exception {
    api.answer(
        (request, out) -> {
          if (request.startsWith("POST ")) {
            GOOD.answer(request, out);
          } else {
            blanks("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE, out);
          }
        });
    push();

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> api.requests().stream().filter(line -> line.startsWith("GET ")).count() >= 3);
    assertTrue(feeder.isAlive());
    assertFalse(Files.readString(log()).contains("OutOfMemory"));
  }

  private void survives(RawHttpServer.Script bad) throws Exception {
    api.answer(bad);
    push();
    await().atMost(Duration.ofSeconds(90)).until(() -> api.requests().size() >= 3);
    assertTrue(feeder.isAlive(), () -> log() + " tells why");

    api.answer(GOOD);

    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> REDIS.commands().exists(key("{trk_queue}:leases"), key("trk_queue")).get() == 0);
    assertTrue(feeder.isAlive());
    assertFalse(Files.readString(log()).contains("OutOfMemory"));
    assertTrue(Files.readString(log()).contains("results.id=b"), "and the events arrived");
  }

  private void push() throws Exception {
    REDIS.commands().rpush(key("trk_queue"), key(FeederHarness.entry("7", "m7"))).get();
  }

  private Path log() {
    return folder.resolve("feeder.log");
  }

  private static void blanks(String head, OutputStream out) throws IOException {
    out.write(ascii(head + "\r\n\r\n"));
    byte[] blanks = ascii(" ".repeat(100_000));
    for (long sent = 0; sent < SIZE; sent += blanks.length) {
      out.write(blanks);
    }
  }

  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    byte[] blanks = ascii(" ".repeat(1_000_000));
    try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
      for (long sent = 0; sent < SIZE; sent += blanks.length) {
        out.write(blanks);
      }
    }
    return bomb.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] key(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
