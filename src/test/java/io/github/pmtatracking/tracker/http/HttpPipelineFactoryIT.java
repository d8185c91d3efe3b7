package io.github.pmtatracking.tracker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.tracker.RawHttp;
import io.github.pmtatracking.tracker.TrackerExtension;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests get that are no good HTTP, and when a connection ends. */
class HttpPipelineFactoryIT {
  private static final String END = "\r\n\r\n";

  @RegisterExtension
  static final TrackerExtension TRACKER =
      new TrackerExtension(
          "tracker.request-timeout",
          "1s",
          "tracker.max-request-line",
          "1000",
          "tracker.max-headers",
          "2000",
          "tracker.trusted-peers",
          "10.0.0.0/8");

  @Test
  void aLongRequestLineGets414AndTheEnd() throws Exception {
    answeredAndEnded(414, "GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: t" + END);
  }

  @Test
  void longHeadersGet431AndTheEnd() throws Exception {
    answeredAndEnded(431, "GET / HTTP/1.1\r\nHost: t\r\nX: " + "a".repeat(5000) + END);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense" + END,
        "\u0016\u0003\u0001 \u0002\u0000\u0001\u0000x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: t\r\nno colon" + END,
        "GET / HTTP/1.1\r\nHost: t\r\nA B: c" + END,
        "GET / FTP/1.1\r\nHost: t" + END
      })
  void whatIsNoHttpGets400AndTheEnd(String request) throws Exception {
    answeredAndEnded(400, request);
  }

  @Test
  void aVersionThatIsNotSpokenGets505() throws Exception {
    answeredAndEnded(505, "GET / HTTP/2.0\r\nHost: t" + END);
  }

  @Test
  void aLongBodyGets413AndTheEnd() throws Exception {
    answeredAndEnded(
        413, "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 3000000" + END + "a".repeat(2_000_000));
  }

  @Test
  void oneHostIsNeeded() throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      assertEquals(400, http.send("GET /robots.txt HTTP/1.1" + END).reply().status());
      assertEquals(400, http.get("/robots.txt", "Host: u").reply().status());
      assertEquals(200, http.get("/robots.txt").reply().status());
    }
  }

  @Test
  void http10NeedsNoHostAndEndsAfterItsAnswer() throws Exception {
    answeredAndEnded(200, "GET /robots.txt HTTP/1.0" + END);
  }

  @Test
  void http10MayStay() throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      for (int i = 0; i < 2; i++) {
        RawHttp.Reply reply =
            http.send("GET /robots.txt HTTP/1.0\r\nConnection: keep-alive" + END).reply();
        assertEquals(200, reply.status());
        assertEquals("keep-alive", reply.header("connection"));
      }
    }
  }

  @Test
  void theConnectionEndsWhenTheReaderWantsIt() throws Exception {
    answeredAndEnded(200, "GET /robots.txt HTTP/1.1\r\nHost: t\r\nConnection: close" + END);
  }

  private static void answeredAndEnded(int status, String request) throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      RawHttp.Reply reply = http.send(request).reply();

      assertEquals(status, reply.status());
      assertEquals("close", reply.header("connection"));
      assertEquals("msys-http", reply.header("server"));
      assertTrue(reply.header("date").endsWith(" GMT"), reply.header("date"));
      assertFalse(reply.body().isEmpty());
      assertTrue(http.isEnded());
    }
  }

  @Test
  void aConnectionWithoutAWholeRequestInTimeIsEnded() throws Exception {
    try (RawHttp silent = TRACKER.connect();
        RawHttp slow = TRACKER.connect();
        RawHttp idle = TRACKER.connect()) {
      slow.send("GET /robots.txt HTT");
      assertEquals(200, idle.get("/robots.txt").reply().status());

      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(15),
          () -> {
            assertTrue(silent.isEnded());
            assertTrue(slow.isEnded());
            assertTrue(idle.isEnded());
          });
    }
  }
}
