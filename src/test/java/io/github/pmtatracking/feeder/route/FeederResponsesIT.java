package io.github.pmtatracking.feeder.route;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.process.FlowLog;
import io.github.pmtatracking.process.FlowProcess;
import io.github.pmtatracking.testing.RawHttpServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that differ from the API's documentation. */
class FeederResponsesIT extends FeederHarness {
  private static final String KEY = "secret-key-0123456789";
  private RawHttpServer raw;

  @BeforeEach
  void startRaw() throws Exception {
    raw = new RawHttpServer(RawHttpServer.whole("200 OK", "{\"results\":{\"id\":\"b\"}}"));
  }

  @AfterEach
  void stopRaw() throws Exception {
    raw.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectPausesTheFeederAndTheReasonHasTheLocation(int status) throws Exception {
    raw.answer(
        RawHttpServer.whole(
            status + " Moved\r\nLocation: " + raw.url() + "/elsewhere\u001b?" + KEY, "x"));

    String message = pauseReason();

    assertTrue(message.contains("answers " + status + " Moved, Location: " + raw.url()), message);
    assertTrue(message.contains("/elsewhere\\u001b?***"), message);
    assertTrue(message.contains("set SPARKPOST_HOST_INGEST"), message);
    assertTrue(
        raw.requests().stream().allMatch(line -> line.startsWith("POST /api/v1/ingest/events ")),
        () -> raw.requests().toString());
    assertEquals(1, redis.queue().get().exists(bytes("{trk_queue}:leases")).get());
  }

  @ParameterizedTest
  @ValueSource(ints = {407, 411})
  void aRefusalOfAProxyPausesTheFeeder(int status) throws Exception {
    raw.answer(RawHttpServer.whole(status + " No", "<html>"));

    String message = pauseReason();

    assertTrue(message.contains("answers " + status + " No"), message);
    assertTrue(message.contains("feeder.http.proxy"), message);
  }

  @Test
  void theLogHasNeitherControlCharactersNorTheKey() throws Exception {
    raw.answer(
        RawHttpServer.whole(
            "500 \u001b[31mOops\u0007 key=" + KEY,
            "{\"errors\":[{\"message\":\"" + KEY + " \u009b\"}]}"));
    try (FlowLog log = FlowLog.start()) {
      FlowProcess process = toRaw();
      push(entries(0, 3));
      await().until(() -> counters(process).retries() >= 2);

      raw.answer(
          (request, out) ->
              out.write(
                  ("no http \u001b " + KEY + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1)));
      int before = raw.requests().size();
      await().until(() -> raw.requests().size() > before + 2);
      await().until(() -> log.text().contains("Exception"));
      assertTrue(log.text().contains("500 \\u001b[31mOops\\u0007 key=***"), log.text());
      assertFalse(log.text().contains(KEY), log.text());
      assertFalse(log.text().contains("\u001b"), log.text());
      assertFalse(log.text().contains("\u009b"), log.text());
    }
  }

  @Test
  void aCompressedResponseThatNobodyRequestedIsRead() throws Exception {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(bytes("{\"results\":{\"id\":\"b\"}}"));
    }
    raw.answer(
        RawHttpServer.whole(
            "200 OK\r\nContent-Encoding: gzip", gzip.toString(StandardCharsets.ISO_8859_1)));
    FlowProcess process = toRaw();

    push(entries(0, 3));

    await().until(() -> counters(process).eventsAccepted() == 3);
    assertEquals(1, raw.requests().size());
  }

  private FlowProcess toRaw() {
    return feeder(
        "sparkpost.host.ingest",
        raw.url(),
        "sparkpost.api.key.ingest",
        KEY,
        "feeder.paused.retry-interval",
        "100ms");
  }

  private String pauseReason() throws Exception {
    FlowProcess process = toRaw();
    push(entries(0, 3));
    HealthCheck check = check(process, "feeder-ingest");
    await().until(() -> check.call().getState() == HealthCheck.State.DOWN);
    return check.call().getMessage().orElseThrow();
  }
}
