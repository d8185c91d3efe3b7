package io.github.pmtatracking.tracker.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.tracker.RawHttp;
import io.github.pmtatracking.tracker.TrackerProcess;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients are new connections, most of them with one request: none may stay in memory. */
class ConnectionChurnIT {
  private static final int CONNECTIONS = 120_000;
  private static final int CLIENTS = 6;
  private static final byte[] ONE_REQUEST =
      "GET /x HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HALF_A_REQUEST = "GET /x HT".getBytes(StandardCharsets.US_ASCII);

  private @TempDir Path folder;

  @Test
  void manyShortConnectionsLeaveNothingInASmallHeap() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"));
        TrackerProcess tracker =
            new TrackerProcess(
                    redis.url(), folder.resolve("tracker"), Map.of("JAVA_OPTS", "-Xmx64m"))
                .start()) {

      assertEquals(CONNECTIONS, connectAndClose(tracker.port()), tracker.readLog());

      assertTrue(tracker.isAlive(), tracker.readLog());
      await()
          .atMost(60, SECONDS)
          .until(
              () ->
                  tracker.liveObjects(
                          Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                      < 50);
      try (RawHttp http = new RawHttp(tracker.port())) {
        assertEquals(200, http.get("/robots.txt").reply().status());
      }
    }
  }

  /**
   * Of four connections two are answered and ended by the tracker, one is cut within its request,
   * and one says nothing.
   *
   * @return how many ended as they should
   */
  private static int connectAndClose(int port) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    AtomicInteger numbers = new AtomicInteger();
    try {
      List<Callable<Integer>> loops = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        // an address for each, so that none runs out of ports
        InetAddress from = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (10 + i)});
        loops.add(
            () -> {
              int good = 0;
              for (int n = numbers.getAndIncrement();
                  n < CONNECTIONS;
                  n = numbers.getAndIncrement()) {
                good += connect(from, port, n % 4) ? 1 : 0;
              }
              return good;
            });
      }
      int good = 0;
      for (Future<Integer> loop : clients.invokeAll(loops)) {
        good += loop.get();
      }
      return good;
    } finally {
      clients.shutdownNow();
    }
  }

  private static boolean connect(InetAddress from, int port, int kind) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, from, 0)) {
      socket.setSoTimeout(60_000);
      if (kind == 2) {
        socket.getOutputStream().write(HALF_A_REQUEST);
        socket.setSoLinger(true, 0);
      } else if (kind < 2) {
        socket.getOutputStream().write(ONE_REQUEST);
        String answer =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        return answer.startsWith("HTTP/1.1 400 ");
      }
      return true;
    } catch (IOException cut) {
      return false;
    }
  }
}
