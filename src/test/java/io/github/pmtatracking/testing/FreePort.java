package io.github.pmtatracking.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that need a port number. They lie below those that the system gives to clients
 * and to servers that ask for any: while a server is dead, nobody shall take its place. Each of the
 * processes that Failsafe runs tests in has ports of its own, and gives none twice until it has
 * given all.
 */
public final class FreePort {
  /** Below 20,000, where {@code EmbeddedRedis} begins. */
  private static final int FIRST = 10_000;

  private static final int FORKS = 3;
  private static final int OF_A_FORK = 3_300;

  private static final int FORK = Integer.getInteger("test.fork", 1);
  private static final AtomicInteger GIVEN =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(OF_A_FORK));

  private FreePort() {}

  /** A port that nobody listens on. */
  public static int find() throws IOException {
    int first = FIRST + FORK % FORKS * OF_A_FORK;
    for (int attempt = 0; attempt < OF_A_FORK; attempt++) {
      int port = first + GIVEN.getAndIncrement() % OF_A_FORK;
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // try another
      }
    }
    throw new IOException("all " + OF_A_FORK + " ports from " + first + " on are taken");
  }
}
