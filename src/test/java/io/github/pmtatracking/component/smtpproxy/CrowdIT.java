package io.github.pmtatracking.component.smtpproxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Many clients, one after the other and at once. */
class CrowdIT {
  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();
  private final FakeUpstream upstream = smtp.upstream();

  private static final String TAKEN = "250 2.0.0 message received";

  @TempDir Path spool;

  @Test
  void thousandsOfSessionsLeaveNoThreadSocketOrFileBehind() throws Exception {
    int clients = 10;
    int sessions = 300;
    try (Proxy proxy = smtp.start("maxConnections=500", "spoolDirectory=" + spool)) {
      try (SmtpTalk first = SmtpTalk.greeted(proxy.port())) {
        assertEquals(TAKEN, Proxy.send(first)); // what is made once and stays
      }
      await().until(() -> upstream.openSessions() == 0);
      int open = sockets().size();
      List<Callable<Void>> work = new ArrayList<>();
      for (int c = 0; c < clients; c++) {
        work.add(
            () -> {
              for (int i = 0; i < sessions; i++) {
                pipelined(proxy.port(), i);
              }
              return null;
            });
      }
      atOnce(work);
      await().until(() -> proxy.endpoint().getOpenConnections() == 0);
      await().until(() -> upstream.openSessions() == 0);
      assertEquals(1 + clients * sessions, upstream.sessions());
      assertEquals(1 + clients * sessions, proxy.endpoint().getMessagesAccepted());
      await().untilAsserted(() -> assertTrue(sockets().size() <= open, () -> sockets().toString()));
      try (Stream<Path> left = Files.list(spool)) {
        assertEquals(List.of(), left.toList());
      }
    }
    await().untilAsserted(() -> assertEquals(List.of(), threads()));
  }

  /** Two round trips in all; every third client leaves without a word, some messages are large. */
  private static void pipelined(int port, int number) throws IOException {
    try (SmtpTalk client = SmtpTalk.greeted(port)) {
      client.send("MAIL FROM:<s@example.com>\r\nRCPT TO:<a@example.com>\r\nDATA\r\n");
      assertEquals("250", client.reply().substring(0, 3));
      assertEquals("250", client.reply().substring(0, 3));
      assertEquals("354", client.reply().substring(0, 3));
      String body = number % 100 == 0 ? ("x".repeat(70) + "\r\n").repeat(5_000) : "text\r\n";
      String quit = number % 3 == 0 ? "" : "QUIT\r\n";
      client.send("Subject: x\r\n\r\n" + body + ".\r\n" + quit);
      assertEquals(TAKEN, client.reply());
      if (!quit.isEmpty()) {
        assertEquals("221", client.reply().substring(0, 3));
      }
    }
  }

  private static List<String> sockets() {
    List<String> sockets = new ArrayList<>();
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      for (Path file : open.toList()) {
        if (Files.isSymbolicLink(file)) {
          String target = Files.readSymbolicLink(file).toString();
          if (target.startsWith("socket:")) {
            sockets.add(target);
          }
        }
      }
    } catch (IOException e) {
      sockets.add("gone while it was looked at: " + e.getMessage());
    }
    return sockets;
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains("subethamail") || name.contains("smtp-proxy"))
        .toList();
  }

  @Test
  void aThousandIdleClientsKeepNobodyWaitingAndAreServedAfterwards() throws Exception {
    List<SmtpTalk> idle = new ArrayList<>();
    try (Proxy proxy = smtp.start("maxConnections=2000")) {
      for (int i = 0; i < 1_000; i++) {
        idle.add(SmtpTalk.greeted(proxy.port()));
      }
      assertEquals(1_000, upstream.openSessions());
      List<Callable<Void>> busy = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        busy.add(() -> sendMany(proxy.port(), 20));
      }
      atOnce(busy);
      assertEquals(400, proxy.endpoint().getMessagesAccepted());
      await().until(() -> proxy.endpoint().getOpenConnections() == 1_000);
      for (SmtpTalk client : idle) {
        assertEquals(TAKEN, Proxy.send(client));
      }
      assertEquals(1_400, proxy.endpoint().getMessagesAccepted());
      assertEquals(1_020, upstream.sessions());
    } finally {
      for (SmtpTalk client : idle) {
        client.close();
      }
    }
  }

  @Test
  void largeMessagesAtOnceTakeTurns() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Processor step =
        exchange -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          Thread.yield();
          inside.decrementAndGet();
        };
    try (Proxy proxy = smtp.start(step, "messageMemory=1MiB")) {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        work.add(
            () -> {
              pipelined(proxy.port(), 100);
              return null;
            });
      }
      atOnce(work);
      assertEquals(10, proxy.endpoint().getMessagesAccepted());
      assertEquals(1, most.get());
    }
  }

  private static Void sendMany(int port, int messages) throws IOException {
    try (SmtpTalk client = SmtpTalk.greeted(port)) {
      for (int m = 0; m < messages; m++) {
        assertEquals(TAKEN, Proxy.send(client));
      }
    }
    return null;
  }

  private static void atOnce(List<Callable<Void>> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    try {
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
