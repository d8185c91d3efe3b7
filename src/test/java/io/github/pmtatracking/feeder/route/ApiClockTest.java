package io.github.pmtatracking.feeder.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.ingest.IngestHttpClient;
import io.github.pmtatracking.ingest.LogText;
import io.github.pmtatracking.ingest.TrustedAuthorities;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.testing.RawHttpServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApiClockTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String NOON = "Date: Fri, 27 Nov 2026 12:00:00 GMT";

  @Test
  void theTimeIsThatOfTheHeaderDate() throws Exception {
    assertEquals(Instant.parse("2026-11-27T12:00:00Z"), time("200 OK\r\n" + NOON));
  }

  @Test
  void theTimeInACacheIsAdded() throws Exception {
    assertEquals(
        Instant.parse("2026-11-27T14:00:00Z"), time("404 Not Found\r\n" + NOON + "\r\nAge: 7200"));
  }

  @Test
  void anUnusableAgeCountsAsNone() throws Exception {
    assertEquals(
        Instant.parse("2026-11-27T12:00:00Z"), time("200 OK\r\n" + NOON + "\r\nAge: -7 days"));
  }

  @Test
  void withoutAUsableDateThereIsNoTime() throws Exception {
    assertNull(time("200 OK"));
    assertNull(time("200 OK\r\nDate: yesterday\r\nAge: 5"));
  }

  @Test
  void anApiThatDoesNotAnswerIsAFailure() {
    IOException failure =
        assertThrows(
            IOException.class,
            () -> {
              try (RawHttpServer server = new RawHttpServer((request, out) -> {})) {
                time(server);
              }
            });
    assertTrue(String.valueOf(failure.getMessage()).contains("NoHttpResponseException"));
  }

  private static @Nullable Instant time(String statusAndHeaders) throws Exception {
    try (RawHttpServer server = new RawHttpServer(RawHttpServer.whole(statusAndHeaders, ""))) {
      return time(server);
    }
  }

  private static @Nullable Instant time(RawHttpServer server) throws IOException {
    try (TotalTimeout total = new TotalTimeout(TIMEOUT);
        IngestHttpClient client =
            new IngestHttpClient(
                null,
                TrustedAuthorities.of(Settings.load(null, Map.of(), Map.of()), Map.of()),
                TIMEOUT,
                TIMEOUT,
                new LogText());
        ApiClock clock =
            new ApiClock(
                server.url() + "/", client, new IngestHttp(client, total, 1_000), TIMEOUT)) {
      return clock.now();
    }
  }
}
