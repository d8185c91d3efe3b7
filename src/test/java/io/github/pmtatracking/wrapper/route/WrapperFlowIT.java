package io.github.pmtatracking.wrapper.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.SmtpProxyEndpoint;
import io.github.pmtatracking.demo.SinkMail;
import io.github.pmtatracking.process.StartFailedException;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.FreshRedis;
import io.github.pmtatracking.testing.SmtpTalk;
import io.github.pmtatracking.testing.TrackedMail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The wrapper with its shipped route and settings, a real Redis and real sockets. */
class WrapperFlowIT {
  private static final String HTML =
      "Subject: hello\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
          + "<html><body><p>Hi <a href=\"https://example.com/a?b=1&amp;c=2\">there</a></p>"
          + "</body></html>\r\n";

  @RegisterExtension static final FreshRedis REDIS = new FreshRedis();

  @RegisterExtension final RunningWrapper wrapper = RunningWrapper.ofEachTest();

  private FakeUpstream upstream;

  @BeforeEach
  void startUpstream() throws IOException {
    upstream = FakeUpstream.start();
    wrapper.between(REDIS.server().url(), upstream.hostPort());
  }

  @AfterEach
  void stopUpstream() throws IOException {
    upstream.close();
  }

  @Test
  void aMailGetsItsIdLinkAndPixels() throws Exception {
    wrapper.start();
    try (SmtpTalk client = SmtpTalk.greeted(wrapper.port())) {
      assertEquals("250 2.0.0 message received", send(client, HTML, "fred@example.com"));
    }
    TrackedMail mail = new TrackedMail(RunningWrapper.TRACKER, upstream.mail().data());
    mail.requireLinksOf("fred@example.com", 3);
    assertEquals(List.of("https://example.com/a?b=1&c=2"), mail.targets());
  }

  @Test
  void anOperatorsRouteMaySendToAnotherServer(@TempDir Path routes) throws Exception {
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
      wrapper.withRoutes(routes).start();
      String large = HTML + "0123456789\r\n".repeat(50_000);
      try (SmtpTalk client = SmtpTalk.greeted(wrapper.port())) {
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
  void anUnusableFolderForLargeMessagesEndsTheStart() throws Exception {
    wrapper.with("wrapper.buffer.folder", "/nowhere/at/all");
    StartFailedException e = assertThrows(StartFailedException.class, wrapper::start);
    assertTrue(e.getMessage().contains("wrapper.buffer.folder"), e.getMessage());
    assertTrue(e.getMessage().contains("wanted a folder"), e.getMessage());
  }

  @Test
  void eachRecipientGetsACopyWithItsOwnId() throws Exception {
    wrapper.start();
    try (SmtpTalk client = SmtpTalk.greeted(wrapper.port())) {
      assertEquals(
          "250 2.0.0 message received", send(client, HTML, "a@example.com", "b@example.com"));
    }
    Set<String> ids = new HashSet<>();
    for (String recipient : List.of("a@example.com", "b@example.com")) {
      SinkMail mail = upstream.mail();
      assertEquals(List.of(recipient), mail.recipients());
      TrackedMail tracked = new TrackedMail(RunningWrapper.TRACKER, mail.data());
      tracked.requireLinksOf(recipient, 3);
      ids.add(tracked.messageId());
    }
    assertEquals(2, ids.size());
  }

  @Test
  void theNextAttemptCompletesAnAttemptThatFailedInPart() throws Exception {
    wrapper.start();
    upstream.answerOnce("RCPT TO:<b@", "250 2.1.5 ok").taking(mail -> deferB(mail));
    try (SmtpTalk client = SmtpTalk.greeted(wrapper.port())) {
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
  void withoutRedisASecondRecipientIsDeferred() throws Exception {
    wrapper.with("redis.url", "redis://127.0.0.1:1").start();
    try (SmtpTalk client = SmtpTalk.greeted(wrapper.port())) {
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
    wrapper.start();
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
      TrackedMail tracked = new TrackedMail(RunningWrapper.TRACKER, mail.data());
      String recipient = mail.recipients().get(0);
      tracked.requireLinksOf(recipient, 3);
      assertEquals(List.of("https://example.com/a?b=1&c=2"), tracked.targets());
      assertTrue(ids.add(tracked.messageId()), "an id was given twice");
      assertTrue(recipients.add(recipient), "a recipient was served twice");
    }
    assertEquals(0, upstream.waiting());
    SmtpProxyEndpoint endpoint =
        (SmtpProxyEndpoint) wrapper.process().camelContext().getRoute("wrapper").getEndpoint();
    assertEquals(clients * messages, endpoint.getMessagesAccepted());
  }

  /** Three recipients each, one transfer encoding after the other. */
  private Void sendMany(int client, int messages) throws IOException {
    try (SmtpTalk talk = SmtpTalk.greeted(wrapper.port())) {
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
    wrapper
        .with("wrapper.tracking-url", "http://localhost:8888")
        .with("wrapper.out-hostport", "192.0.2.1:25");
    StartFailedException e = assertThrows(StartFailedException.class, wrapper::start);
    assertTrue(e.getMessage().contains("-tracking_url"), e.getMessage());
  }

  @Test
  void aPortThatIsTakenStopsTheStartWithOneLine() throws Exception {
    wrapper.with("wrapper.in-hostport", upstream.hostPort());
    StartFailedException e = assertThrows(StartFailedException.class, wrapper::start);
    assertTrue(e.getMessage().contains(upstream.hostPort()), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }

  @Test
  void anErrorOfTheComponentNamesTheSetting() {
    wrapper.with("wrapper.upstream-source", "10.0.0.0/8");
    StartFailedException e = assertThrows(StartFailedException.class, wrapper::start);
    assertTrue(e.getMessage().contains("wrapper.upstream-source"), e.getMessage());
    assertFalse(e.getMessage().contains("upstreamSource"), e.getMessage());
  }

  @Test
  void aLogStepBetweenTrackingAndDeliveryChangesNothing(@TempDir Path routes) throws Exception {
    String route = Files.readString(Path.of("src/main/resources/routes/wrapper.camel.yaml"));
    Files.writeString(
        routes.resolve("wrapper.camel.yaml"),
        route.replace(
            "        - to:\n            id: hand-upstream\n",
            """
                    - log:
                        message: "${body}"
                    - to:
                        id: hand-upstream
            """));
    wrapper.withRoutes(routes).start();
    try (SmtpTalk client = SmtpTalk.greeted(wrapper.port())) {
      assertEquals(
          "250 2.0.0 message received", send(client, HTML, "a@example.com", "b@example.com"));
    }
    for (String recipient : List.of("a@example.com", "b@example.com")) {
      SinkMail mail = upstream.mail();
      assertEquals(List.of(recipient), mail.recipients());
      new TrackedMail(RunningWrapper.TRACKER, mail.data()).requireLinksOf(recipient, 3);
    }
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
