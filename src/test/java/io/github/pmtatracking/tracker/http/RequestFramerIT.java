package io.github.pmtatracking.tracker.http;

import static io.github.pmtatracking.tracker.Links.click;
import static io.github.pmtatracking.tracker.Links.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.tracker.RawHttp;
import io.github.pmtatracking.tracker.TrackerExtension;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a request ends (RFC 9112, 6): whatever is in doubt is answered once, and the end. */
class RequestFramerIT {
  private static final String END = "\r\n\r\n";
  private static final String SECOND = "GET " + open() + " HTTP/1.1\r\nHost: t" + END;

  @RegisterExtension static final TrackerExtension TRACKER = new TrackerExtension();

  private long opensBefore;

  @BeforeEach
  void forgetEvents() throws Exception {
    opensBefore = TRACKER.counters().opens();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | 1.1 | Content-Length: 5                                        | hello            "
            + " | 302",
        "GET  | 1.1 | Transfer-Encoding: chunked                               | 5~hello~0~~      "
            + " | 302",
        "GET  | 1.1 | Transfer-Encoding: CHUNKED                               | 0~~              "
            + " | 302",
        "HEAD | 1.1 | Content-Length: 5                                        | hello            "
            + " | 302",
        "POST | 1.1 | Content-Length: 5                                        | hello            "
            + " | 405",
        "POST | 1.1 | Transfer-Encoding: chunked                               | 5~hello~0~~      "
            + " | 405",
        "GET  | 1.1 | Transfer-Encoding: chunked~Content-Length: 5             | 0~~              "
            + " | 400",
        "GET  | 1.1 | Content-Length: 0~Transfer-Encoding: chunked             | 0~~              "
            + " | 400",
        "GET  | 1.0 | Transfer-Encoding: chunked                               | 0~~              "
            + " | 400",
        "GET  | 1.0 | Transfer-Encoding: chunked~Connection: keep-alive        | 0~~              "
            + " | 400",
        "GET  | 1.1 | Transfer-Encoding: xchunked                              | 0~~              "
            + " | 400",
        "GET  | 1.1 | Transfer-Encoding: identity                              | ''               "
            + " | 400",
        "GET  | 1.1 | Transfer-Encoding: gzip                                  | ''               "
            + " | 400",
        "GET  | 1.1 | Transfer-Encoding: gzip, chunked                         | 0~~              "
            + " | 400",
        "GET  | 1.1 | Transfer-Encoding: chunked, xchunked                     | 0~~              "
            + " | 400",
        "GET  | 1.1 | Transfer-Encoding: chunked, chunked                      | 0~~              "
            + " | 400",
        "GET  | 1.1 | Transfer-Encoding: chunked~Transfer-Encoding: chunked    | 0~~              "
            + " | 400",
        "GET  | 1.1 | Transfer-Encoding: chunked~Transfer-Encoding: identity   | 0~~              "
            + " | 400",
        "GET  | 1.1 | Transfer-Encoding: chunked;q=1                           | 0~~              "
            + " | 400",
        "GET  | 1.1 | Transfer-Encoding:                                       | ''               "
            + " | 400",
        "GET  | 1.1 | Transfer-Encoding : chunked                              | 0~~              "
            + " | 400",
        "GET  | 1.1 | Content-Length: 5, 5                                     | hello            "
            + " | 400",
        "GET  | 1.1 | Content-Length: 5~Content-Length: 6                      | hello            "
            + " | 400",
        "GET  | 1.1 | Content-Length: +5                                       | hello            "
            + " | 400",
        "GET  | 1.1 | Content-Length: 0x5                                      | hello            "
            + " | 400",
        "GET  | 1.1 | Content-Length: 99999999999999999999                     | hello            "
            + " | 400",
      })
  void aRequestWithABodyIsTheLastOfItsConnection(
      String method, String version, String headers, String body, int status) throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      http.send(
          method
              + " "
              + click("https://first.example/")
              + " HTTP/"
              + version
              + "\r\nHost: t\r\n"
              + headers.replace("~", "\r\n")
              + END
              + body.replace("~", "\r\n")
              + SECOND);
      RawHttp.Reply reply = method.equals("HEAD") ? http.head() : http.reply();

      assertEquals(status, reply.status());
      assertEquals("close", reply.header("connection"));
      assertTrue(http.isEnded());
    }
    assertEquals(opensBefore, TRACKER.counters().opens());
    assertTrue(TRACKER.events().stream().noneMatch(event -> event.link().targetUrl().isEmpty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1;a=\"\r\nX\r\n0\r\n\r\n",
        "1;a=b\nX\r\n0\r\n\r\n",
        "1;\r\nX\r\n0\r\n\r\n",
        "1 ; a\r\nX\r\n0;\rx\r\n\r\n",
        "0\r\nTrailer: x\r\n\r\n",
        "ffffffffffffffff1\r\nX\r\n0\r\n\r\n",
        "0\r\nContent-Length: 0\r\n"
      })
  void noTrickOfAChunkLetsWhatFollowsPassForARequest(String chunks) throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      http.request("GET", click("https://first.example/"), "Transfer-Encoding: chunked")
          .send(chunks + SECOND + SECOND);

      assertEquals(302, http.reply().status());
      assertTrue(http.isEnded());
    }
    assertEquals(opensBefore, TRACKER.counters().opens());
  }

  @Test
  void aContentLengthOfNothingIsNoBody() throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      for (int i = 0; i < 2; i++) {
        assertEquals(200, http.get("/robots.txt", "Content-Length: 0").reply().status());
      }
    }
  }

  @Test
  void aLargeBodyIsRefusedBeforeItComes() throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      http.request("POST", "/", "Content-Length: 10000000");
      assertEquals(413, http.reply().status());
      assertTrue(http.isEnded());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Expect: 100-continue",
        "Expect: 100-Continue",
        "Expect: 100-continue\r\nContent-Length: 0",
        "Expect: something-else"
      })
  void anExpectationWithoutABodyIsIgnored(String headers) throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      for (int i = 0; i < 2; i++) {
        RawHttp.Reply reply = http.get(click("https://first.example/"), headers).reply();
        assertEquals(302, reply.status());
        assertEquals("", reply.header("connection"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, 100-continue, 302",
    "POST, 100-continue, 405",
    "GET, something-else, 417",
    "POST, something-else, 417"
  })
  void anExpectationWithABodyGetsTheFinalAnswerAtOnceAndTheEnd(
      String method, String expectation, int status) throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      http.request(
          method, click("https://first.example/"), "Content-Length: 5", "Expect: " + expectation);

      assertEquals(status, http.reply().status());
      assertTrue(http.isEnded());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b:99/x?y",
        "user@t",
        "t/path",
        "t?x",
        "t#x",
        "t x",
        "t\r\n x",
        "t:80:80",
        "t:port",
        "t:123456",
        "[::1",
        "::1",
        "[zz::1]",
        "t\\x",
        "t<x>",
        "t%zz",
        "t\u00fc"
      })
  void aHostThatIsNoHostGets400(String host) throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      http.send("GET /robots.txt HTTP/1.1\r\nHost: " + host + END);
      assertEquals(400, http.reply().status());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "t",
        "t:",
        "t:8888",
        "track.example.com:80",
        "track.example.com.",
        "with_underscore",
        "127.0.0.1",
        "[::1]",
        "[2001:db8::1]:8080",
        "xn--mnchen-3ya.de",
        "t%20x"
      })
  void aHostMayBeEmptyANameOrAnAddressWithOrWithoutPort(String host) throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      http.send("GET /robots.txt HTTP/1.1\r\nHost: " + host + END);
      assertEquals(200, http.reply().status());
    }
  }

  @Test
  void severalHostsGet400() throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      http.send("GET /robots.txt HTTP/1.1\r\nHost: t\r\nHost: t" + END);
      assertEquals(400, http.reply().status());
      http.send("GET /robots.txt HTTP/1.0\r\nHost: t\r\nHost: u" + END);
      assertEquals(400, http.reply().status());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
        "\u0080\u002e\u0001\u0003\u0001",
        "\u0001\u0002GET /robots.txt HTTP/1.1\r\nHost: t\r\n\r\n",
        " GET /robots.txt HTTP/1.1\r\nHost: t\r\n\r\n",
        "\u0000",
        "\r\n\r\n\u0000\r\nQUIT\n",
        "{\"a\":1}",
        "GET\u0001",
        "GET /\u0000",
        "GET /x\u007f",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n"
      })
  void whatIsNoHttpIsRefusedAtItsFirstOctets(String junk) throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      http.send(junk);
      assertEquals(400, http.reply().status());
      assertTrue(http.isEnded());
    }
    try (RawHttp http = TRACKER.connect()) {
      http.get("/robots.txt").send(junk);
      assertEquals(200, http.reply().status());
      assertEquals(400, http.reply().status());
      assertTrue(http.isEnded());
    }
  }

  @Test
  void anEmptyLineBeforeARequestIsPassedOver() throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      for (String before : List.of("\r\n", "", "\r\n\r\n", "\n")) {
        assertEquals(200, http.send(before).get("/robots.txt").reply().status());
      }
    }
  }

  @Test
  void aRequestThatComesOctetByOctetIsServed() throws Exception {
    String request = "GET /robots.txt HTTP/1.1\r\nHost: t" + END;
    try (RawHttp http = TRACKER.connect()) {
      for (int i = 0; i < 2; i++) {
        for (char octet : request.toCharArray()) {
          http.send("" + octet);
        }
        assertEquals(200, http.reply().status());
      }
    }
  }

  @Test
  void aReaderThatSendsNothingMoreGetsTheAnswersToWhatItSent() throws Exception {
    try (RawHttp http = TRACKER.connect()) {
      for (int i = 0; i < 100; i++) {
        http.get(i % 2 == 0 ? open() : "/robots.txt");
      }
      http.endOfInput();
      for (int i = 0; i < 100; i++) {
        assertEquals(200, http.reply().status());
      }
      assertTrue(http.isEnded());
    }
    assertEquals(50, TRACKER.events().size());
  }

  @Test
  void anEndWithinARequestEndsTheConnection() throws Exception {
    try (RawHttp silent = TRACKER.connect();
        RawHttp half = TRACKER.connect()) {
      silent.endOfInput();
      assertTrue(silent.isEnded());
      half.send("GET /robots.txt HTTP/1.1\r\nHo").endOfInput();
      assertEquals(400, half.reply().status());
      assertTrue(half.isEnded());
    }
  }
}
