package io.github.pmtatracking.wrapper.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.SmtpProxyEndpoint;
import io.github.pmtatracking.demo.SinkMail;
import io.github.pmtatracking.process.FlowProcess;
import io.github.pmtatracking.process.StartFailedException;
import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.testing.SmtpTalk;
import io.github.pmtatracking.testing.TrackedMail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wrapper as it ships: its route, its settings, a real Redis, mail through real sockets. */
class WrapperFlowIT {
  private static final String TRACKER = "http://track.example.com";
  private static final String HTML =
      "Subject: hello\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
          + "<html><body><p>Hi <a href=\"https://example.com/a?b=1&amp;c=2\">there</a></p>"
          + "</body></html>\r\n";

  @TempDir static Path folder;
  private static EmbeddedRedis redis;

  private FakeUpstream upstream;
  private FlowProcess process;
  private int port;

  @BeforeAll
  static void startRedis() {
    redis = EmbeddedRedis.start(folder.resolve("redis"));
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void startUpstream() throws IOException {
    upstream = FakeUpstream.start();
  }

  @AfterEach
  void stop() throws IOException {
    if (process != null) {
      process.close();
    }
    upstream.close();
  }

  private Settings settings() throws IOException {
    port = FreePort.find();
    return Settings.load(null, Map.of(), Map.of())
        .with("redis.url", redis.url())
        .with("wrapper.in-hostport", "127.0.0.1:" + port)
        .with("wrapper.out-hostport", upstream.hostPort())
        .with("wrapper.tracking-url", TRACKER)
        .with("wrapper.track-initial-open", "true")
        .with("wrapper.track-click", "true");
  }

  private void start(Settings settings) {
    process = new FlowProcess(settings, List.of(new WrapperFlow()), null, null);
    process.start();
  }

  @Test
  void aMailGetsItsIdItsLinkAndItsPixels() throws Exception {
    start(settings());
    try (SmtpTalk client = SmtpTalk.greeted(port)) {
      assertEquals("250 2.0.0 message received", send(client, HTML, "fred@example.com"));
    }
    TrackedMail mail = new TrackedMail(TRACKER, upstream.mail().data());
    mail.requireLinksOf("fred@example.com", 3);
    assertEquals(List.of("https://example.com/a?b=1&c=2"), mail.targets());
  }

  @Test
  void aRouteOfTheOperatorsMaySendToAnotherServer(@TempDir Path routes) throws Exception {
    try (FakeUpstream other = FakeUpstream.start()) {
      Files.writeString(
          routes.resolve("wrapper.camel.yaml"),
          """
          - route:
              id: wrapper
              from:
                uri: "smtp-proxy:{{wrapper.in-hostport}}"
                parameters:
                  upstream: "{{wrapper.out-hostport}}"
                steps:
                  - choice:
                      when:
                        - expression:
                            simple:
                              expression: "${header.CamelSmtpSender} endsWith '@news.example'"
                          steps:
                            - to:
                                uri: "smtp-proxy:%s"
                      otherwise:
                        steps:
                          - to:
                              uri: "smtp-proxy:upstream"
          """
              .formatted(other.hostPort()));
      process = new FlowProcess(settings(), List.of(new WrapperFlow()), routes, null);
      process.start();
      String large = HTML + "0123456789\r\n".repeat(50_000);
      try (SmtpTalk client = SmtpTalk.greeted(port)) {
        for (String sender : List.of("a@news.example", "a@other.example")) {
          client.say("MAIL FROM:<" + sender + ">");
          client.say("RCPT TO:<fred@example.com>");
          client.say("DATA");
          assertEquals("250 2.0.0 message received", client.send(large).say("."));
        }
      }
      assertEquals(large, new String(other.mail().data(), ISO_8859_1));
      assertEquals(large, new String(upstream.mail().data(), ISO_8859_1));
      assertEquals(0, other.waiting() + upstream.waiting());
    }
  }

  @Test
  void aFolderForLargeMessagesThatCannotBeUsedEndsTheStart() throws Exception {
    Settings settings = settings().with("wrapper.spool-directory", "/nowhere/at/all");
    StartFailedException e = assertThrows(StartFailedException.class, () -> start(settings));
    assertTrue(e.getMessage().contains("wrapper.spool-directory"), e.getMessage());
    assertTrue(e.getMessage().contains("wanted a folder"), e.getMessage());
  }

  @Test
  void eachRecipientGetsACopyWithAnIdOfHisOwn() throws Exception {
    start(settings());
    try (SmtpTalk client = SmtpTalk.greeted(port)) {
      assertEquals(
          "250 2.0.0 message received", send(client, HTML, "a@example.com", "b@example.com"));
    }
    Set<String> ids = new HashSet<>();
    for (String recipient : List.of("a@example.com", "b@example.com")) {
      SinkMail mail = upstream.mail();
      assertEquals(List.of(recipient), mail.recipients());
      TrackedMail tracked = new TrackedMail(TRACKER, mail.data());
      tracked.requireLinksOf(recipient, 3);
      ids.add(tracked.messageId());
    }
    assertEquals(2, ids.size());
  }

  @Test
  void anAttemptThatFailedInPartIsCompletedByTheNextOne() throws Exception {
    start(settings());
    upstream.answerOnce("RCPT TO:<b@", "250 2.1.5 ok").taking(mail -> deferB(mail));
    try (SmtpTalk client = SmtpTalk.greeted(port)) {
      assertEquals("451 4.2.0 not now", send(client, HTML, "a@example.com", "b@example.com"));
      assertEquals(List.of("a@example.com"), upstream.mail().recipients());

      upstream.taking(mail -> "250 2.0.0 message received");
      assertEquals(
          "250 2.0.0 message received", send(client, HTML, "a@example.com", "b@example.com"));
      assertEquals(List.of("b@example.com"), upstream.mail().recipients());
      assertEquals(0, upstream.waiting());

      assertEquals(
          "250 2.0.0 message received", send(client, HTML, "a@example.com", "b@example.com"));
      assertEquals(List.of("a@example.com"), upstream.mail().recipients());
      assertEquals(List.of("b@example.com"), upstream.mail().recipients());
    }
  }

  private static String deferB(SinkMail mail) {
    return mail.recipients().contains("b@example.com")
        ? "451 4.2.0 not now"
        : "250 2.0.0 message received";
  }

  @Test
  void withoutRedisASecondRecipientComesLater() throws Exception {
    start(settings().with("redis.url", "redis://127.0.0.1:1"));
    try (SmtpTalk client = SmtpTalk.greeted(port)) {
      client.play(
          """
          C: MAIL FROM:<s@example.com>
          S: 250 2.1.0 MAIL ok
          C: RCPT TO:<a@example.com>
          S: 250 2.1.5 <a@example.com> ok
          C: RCPT TO:<b@example.com>
          S: 452 4.3.0 Only one recipient per message at the moment
          """);
    }
  }

  @Test
  void noLinkCarriesTheIdOrTheRecipientOfAnotherMessage() throws Exception {
    start(settings());
    int clients = 20;
    int messages = 4 * 50; // a thousand in each encoding
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    List<Future<?>> done = new ArrayList<>();
    for (int c = 0; c < clients; c++) {
      int number = c;
      done.add(threads.submit(() -> sendMany(number, messages)));
    }
    for (Future<?> client : done) {
      client.get();
    }
    threads.shutdown();
    Set<String> ids = new HashSet<>();
    Set<String> recipients = new HashSet<>();
    for (int i = 0; i < clients * messages * 3; i++) {
      SinkMail mail = upstream.mail();
      TrackedMail tracked = new TrackedMail(TRACKER, mail.data());
      String recipient = mail.recipients().get(0);
      tracked.requireLinksOf(recipient, 3);
      assertEquals(List.of("https://example.com/a?b=1&c=2"), tracked.targets());
      assertTrue(ids.add(tracked.messageId()), "an id was given twice");
      assertTrue(recipients.add(recipient), "a recipient was served twice");
    }
    assertEquals(0, upstream.waiting());
    SmtpProxyEndpoint endpoint =
        (SmtpProxyEndpoint) process.camelContext().getRoute("wrapper").getEndpoint();
    assertEquals(clients * messages, endpoint.getMessagesAccepted());
  }

  /** Three recipients each, one transfer encoding after the other. */
  private Void sendMany(int client, int messages) throws IOException {
    try (SmtpTalk talk = SmtpTalk.greeted(port)) {
      for (int m = 0; m < messages; m++) {
        String name = client + "." + m + "@example.com";
        String reply = send(talk, encoded(m % 4), "r" + name, "s" + name, "t" + name);
        assertEquals("250 2.0.0 message received", reply);
      }
      talk.say("QUIT");
    }
    return null;
  }

  private static String encoded(int encoding) {
    int end = HTML.indexOf("\r\n\r\n");
    String body = HTML.substring(end + 4);
    return switch (encoding) {
      case 0 -> HTML;
      case 1 -> HTML.substring(0, end) + "\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body;
      case 2 ->
          HTML.substring(0, end)
              + "\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
              + body.replace("=", "=3D").replace("Hi", "=\r\nHi");
      default ->
          HTML.substring(0, end)
              + "\r\nContent-Transfer-Encoding: base64\r\n\r\n"
              + Base64.getMimeEncoder().encodeToString(body.getBytes(ISO_8859_1))
              + "\r\n";
    };
  }

  @Test
  void aTrackerOnLoopbackIsRefusedWhenMailGoesElsewhere() throws Exception {
    Settings settings =
        settings()
            .with("wrapper.tracking-url", "http://localhost:8888")
            .with("wrapper.out-hostport", "192.0.2.1:25");
    process = new FlowProcess(settings, List.of(new WrapperFlow()), null, null);
    StartFailedException e = assertThrows(StartFailedException.class, process::start);
    assertTrue(e.getMessage().contains("-tracking_url"), e.getMessage());
  }

  @Test
  void aPortThatIsTakenStopsTheStartWithOneLine() throws Exception {
    Settings settings = settings().with("wrapper.in-hostport", upstream.hostPort());
    process = new FlowProcess(settings, List.of(new WrapperFlow()), null, null);
    StartFailedException e = assertThrows(StartFailedException.class, process::start);
    assertTrue(e.getMessage().contains(upstream.hostPort()), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }

  private static String send(SmtpTalk client, String message, String... recipients)
      throws IOException {
    assertEquals("250", client.say("MAIL FROM:<s@example.com>").substring(0, 3));
    for (String recipient : recipients) {
      assertEquals("250", client.say("RCPT TO:<" + recipient + ">").substring(0, 3));
    }
    assertEquals("354", client.say("DATA").substring(0, 3));
    String stuffed = message.replace("\r\n.", "\r\n..");
    return client.send(new String(stuffed.getBytes(ISO_8859_1), ISO_8859_1)).say(".");
  }
}
