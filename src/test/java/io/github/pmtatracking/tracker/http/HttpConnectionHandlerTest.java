package io.github.pmtatracking.tracker.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.tracker.RawHttp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Requests that come before the answers to those before them. */
class HttpConnectionHandlerTest {
  private static final String REQUEST = "GET /flood HTTP/1.1\r\nHost: t\r\n\r\n";
  private static final int FLOODS = 100;
  private static final int REQUESTS = 2_000;

  /**
   * A few turns of each, of the 125 that a flood takes: the loop gives turns that go on about as
   * much time as those that begin with reading.
   */
  private static final int MAX_BEFORE = 10 * 16 * FLOODS;

  @Test
  void aReaderIsAnsweredBeforeAFloodOfPipelinedRequestsIs() throws Exception {
    HttpPipelineFactory manners = new HttpPipelineFactory(Duration.ofMinutes(1), Clock.systemUTC());
    List<RawHttp> connections = new ArrayList<>();
    CountDownLatch allSent = new CountDownLatch(1);
    try (HttpPipelineServer server = new HttpPipelineServer(manners)) {
      server.loop().execute(() -> awaitUninterruptibly(allSent));
      for (int i = 0; i < FLOODS; i++) {
        connections.add(server.connect().send(REQUEST.repeat(REQUESTS)));
      }
      RawHttp reader = server.connect().get("/reader");
      connections.add(reader);
      // all are accepted, in this order, and wait for the loop to take them
      await().atMost(60, SECONDS).until(() -> server.waitingTasks() > FLOODS);
      allSent.countDown();
      assertEquals(200, reader.reply().status());

      List<String> order = server.requests().stream().map(TrackingHttpRequest::target).toList();
      assertTrue(order.indexOf("/reader") <= MAX_BEFORE, order.indexOf("/reader") + " before it");
    } finally {
      allSent.countDown();
      for (RawHttp connection : connections) {
        connection.close();
      }
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void allOfALongPipelineAreAnsweredInOrder() throws Exception {
    HttpPipelineFactory manners = new HttpPipelineFactory(Duration.ofMinutes(1), Clock.systemUTC());
    try (HttpPipelineServer server = new HttpPipelineServer(manners);
        RawHttp http = server.connect()) {
      StringBuilder requests = new StringBuilder();
      List<String> targets = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        targets.add("/" + i);
        requests.append("GET /" + i + " HTTP/1.1\r\nHost: t\r\n\r\n");
      }
      http.send(requests.toString());
      for (int i = 0; i < 500; i++) {
        assertEquals(200, http.reply().status());
      }

      assertEquals(targets, server.requests().stream().map(TrackingHttpRequest::target).toList());
    }
  }
}
