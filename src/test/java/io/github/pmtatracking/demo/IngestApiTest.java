package io.github.pmtatracking.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IngestApiTest {
  private final ByteArrayOutputStream accepted = new ByteArrayOutputStream();
  private final HttpClient client = HttpClient.newHttpClient();
  private IngestApi api;

  @BeforeEach
  void start() throws Exception {
    api = IngestApi.start(0, accepted::writeBytes);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void eventsAreHandedOnAndCountedAndRepeatedIdsCountOnce() throws Exception {
    assertEquals(200, post("key", line(7) + line(8)).statusCode());
    assertEquals(200, post("key", line(8) + line(Long.MAX_VALUE)).statusCode());

    assertEquals(2, api.requests());
    assertEquals(4, api.events());
    assertEquals(3, api.distinctEvents());
    assertEquals(line(7) + line(8) + line(8) + line(Long.MAX_VALUE), accepted.toString());
  }

  @Test
  void theVerdictOfABatchTellsNewRepeatedAndBadEvents() throws Exception {
    String answer = post("key", line(1) + line(1) + "{\"msys\":{}}\n").body();
    String id = answer.replaceAll(".*\"id\":\"([^\"]+)\".*", "$1");

    String verdict = get(IngestApi.BATCH_STATUS_PATH + "?batch_ids=" + id);

    assertTrue(verdict.contains("\"batch_id\":\"" + id + "\""), verdict);
    assertTrue(verdict.contains("\"number_succeeded\":1"), verdict);
    assertTrue(verdict.contains("\"number_duplicates\":1"), verdict);
    assertTrue(verdict.contains("\"number_failed\":1"), verdict);
  }

  @Test
  void aPostWithoutKeyIsRefusedAndCountsNoEvents() throws Exception {
    assertEquals(401, post("", line(1)).statusCode());
    assertEquals(0, api.events());
  }

  @Test
  void moreThanFiveMebibytesAreRefused() throws Exception {
    String line = "{\"msys\":{\"track_event\":{\"event_id\":\"1\",\"pad\":\"%s\"}}}\n";
    String big = line.formatted("x".repeat(5 * 1024 * 1024));

    assertEquals(413, post("key", big).statusCode());
  }

  private static String line(long id) {
    return "{\"msys\":{\"track_event\":{\"type\":\"open\",\"event_id\":\"" + id + "\"}}}\n";
  }

  private HttpResponse<String> post(String key, String ndjson) throws Exception {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(ndjson.getBytes(StandardCharsets.UTF_8));
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api.url() + IngestApi.POST_PATH))
            .header("Authorization", key)
            .header("Content-Type", "application/x-ndjson")
            .header("Content-Encoding", "gzip")
            .POST(HttpRequest.BodyPublishers.ofByteArray(gzip.toByteArray()))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private String get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(api.url() + path)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }
}
