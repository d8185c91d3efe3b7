package io.github.pmtatracking.component.smtpproxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.api.SmtpRefusal;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Start, suspend, stop, and what is left behind; and the producer that needs no client. */
class LifecycleIT {
  private FakeUpstream upstream;

  @BeforeEach
  void start() throws IOException {
    upstream = FakeUpstream.start();
  }

  @AfterEach
  void stop() throws IOException {
    upstream.close();
  }

  @Test
  void suspendedItSendsNewMailAwayAndFinishesWhatHasBegun() throws Exception {
    String away = "421 4.3.2 Service shutting down, try again later";
    try (Proxy proxy = Proxy.to(upstream.hostPort());
        SmtpTalk busy = SmtpTalk.greeted(proxy.port());
        SmtpTalk idle = SmtpTalk.greeted(proxy.port())) {
      busy.say("MAIL FROM:<s@example.com>");
      busy.say("RCPT TO:<a@example.com>");
      busy.say("DATA");
      CompletableFuture<Void> suspended = CompletableFuture.runAsync(() -> suspend(proxy));
      await().until(proxy.consumer()::isSuspended);
      assertEquals(HealthCheck.State.DOWN, health(proxy).getState());
      try (SmtpTalk late = SmtpTalk.to(proxy.port())) {
        assertEquals(away, late.reply());
      }
      assertEquals(away, idle.say("MAIL FROM:<s@example.com>"));
      assertEquals("250 2.0.0 message received", busy.send("text\r\n").say("."));
      suspended.get(30, TimeUnit.SECONDS);
      proxy.context().getRouteController().resumeRoute("proxy");
      assertEquals(HealthCheck.State.UP, health(proxy).getState());
      try (SmtpTalk again = SmtpTalk.greeted(proxy.port())) {
        assertEquals("250 2.0.0 message received", FaultIT.send(again));
      }
    }
  }

  private static void suspend(Proxy proxy) {
    try {
      proxy.context().getRouteController().suspendRoute("proxy");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static HealthCheck.Result health(Proxy proxy) {
    return new SmtpProxyHealthCheck(proxy.consumer(), proxy.endpoint()).call();
  }

  @Test
  void aStopWaitsForAMessageThatIsComing() throws Exception {
    Proxy proxy = Proxy.to(upstream.hostPort());
    int port = proxy.port();
    try (SmtpTalk client = SmtpTalk.greeted(port)) {
      client.say("MAIL FROM:<s@example.com>");
      client.say("RCPT TO:<a@example.com>");
      client.say("DATA");
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(proxy::close);
      await().until(proxy.consumer()::isSuspended);
      assertEquals("250 2.0.0 message received", client.send("text\r\n").say("."));
      stopped.get(30, TimeUnit.SECONDS);
      assertEquals("(closed)", client.reply());
      assertThrows(ConnectException.class, () -> SmtpTalk.to(port));
    }
  }

  @Test
  void aRouteCanBeStoppedAndStartedAgain() throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort())) {
      for (int i = 0; i < 2; i++) {
        try (SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
          assertEquals("250 2.0.0 message received", FaultIT.send(client));
        }
        proxy.context().getRouteController().stopRoute("proxy");
        proxy.context().getRouteController().startRoute("proxy");
      }
    }
  }

  @Test
  void jmxShowsWhatItDid() throws Exception {
    try (Proxy proxy = Proxy.to(upstream.hostPort());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      FaultIT.send(client);
      MBeanServer server =
          proxy.context().getManagementStrategy().getManagementAgent().getMBeanServer();
      ObjectName name =
          server
              .queryNames(
                  new ObjectName(
                      "org.apache.camel:context="
                          + proxy.context().getManagementName()
                          + ",type=endpoints,name=\"smtp-proxy://127.0.0.1:0*\""),
                  null)
              .iterator()
              .next();
      assertEquals(1L, server.getAttribute(name, "MessagesAccepted"));
      assertEquals(1, server.getAttribute(name, "OpenConnections"));
    }
  }

  @Test
  void aRouteWithoutClientSendsMailByItself() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:send").to("smtp-proxy:" + upstream.hostPort());
            }
          });
      context.start();
      Map<String, Object> headers =
          Map.of(
              SmtpProxyConstants.SENDER,
              "s@example.com",
              SmtpProxyConstants.RECIPIENTS,
              List.of("käse@example.com", "b@example.com"));
      Object reply =
          context
              .createProducerTemplate()
              .requestBodyAndHeaders("direct:send", "Subject: x\n\n.dot\n", headers);
      assertEquals(SmtpReply.of(250, "2.0.0 message received"), reply);
      assertEquals("Subject: x\r\n\r\n.dot\r\n", new String(upstream.mail().data(), ISO_8859_1));

      upstream.answer("RCPT TO:<b@", "550 5.1.1 unknown");
      CamelExecutionException e =
          assertThrows(
              CamelExecutionException.class,
              () ->
                  context
                      .createProducerTemplate()
                      .requestBodyAndHeaders("direct:send", "x\n", headers));
      assertEquals(SmtpReply.of(550, "5.1.1 unknown"), ((SmtpRefusal) e.getCause()).reply());
    }
  }

  @Test
  void aSessionThatEndsBadlyAfterThe250DoesNotMakeTheMailFail() throws Exception {
    upstream.hangUpAt("QUIT");
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:send").to("smtp-proxy:" + upstream.hostPort());
            }
          });
      context.start();
      Object reply =
          context
              .createProducerTemplate()
              .requestBodyAndHeaders(
                  "direct:send",
                  "Subject: x\n\ntext\n",
                  Map.of(SmtpProxyConstants.RECIPIENTS, List.of("a@example.com")));
      assertEquals(SmtpReply.of(250, "2.0.0 message received"), reply);
      assertTrue(upstream.lines().contains("QUIT"));
      upstream.mail();
      assertEquals(0, upstream.waiting());
    }
  }

  @Test
  void aProducerWithoutClientSaysWhatIsMissing() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.start();
      Exchange sent = context.createProducerTemplate().send("smtp-proxy:upstream", exchange -> {});
      assertTrue(sent.getException().getMessage().contains("smtp-proxy:host:port"));
    }
  }

  @Test
  void upstreamSeesWhereAClientBelongs() throws Exception {
    upstream
        .keywords("AUTH PLAIN CRAM-MD5", "XCLIENT NAME ADDR PROTO HELO")
        .answer("XCLIENT", "220 go on")
        .on(
            "AUTH",
            (line, dialogue) -> {
              dialogue.reply("334 ");
              dialogue.readLine();
              dialogue.reply(
                  "235 "
                      + ((java.net.InetSocketAddress) dialogue.socket().getRemoteSocketAddress())
                          .getAddress()
                          .getHostAddress());
            })
        .on(
            "VRFY",
            (line, dialogue) ->
                dialogue.reply(
                    "250 "
                        + ((java.net.InetSocketAddress) dialogue.socket().getRemoteSocketAddress())
                            .getAddress()
                            .getHostAddress()));
    try (Proxy proxy =
            Proxy.to(
                upstream.hostPort(),
                "upstreamSource=127.0.0.0/8=127.0.1.7,user:fred=127.0.1.8",
                "xclient=true",
                "received=true",
                "hostName=proxy.example");
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("250 127.0.1.7", client.say("VRFY x"));
      assertEquals(
          "XCLIENT NAME=[UNAVAILABLE] ADDR=127.0.0.1 PROTO=ESMTP HELO=client.example",
          upstream.lines().get(1));
      assertEquals("EHLO client.example", upstream.lines().get(2));
      // whose user would be known too late
      String offered = client.say("EHLO client.example");
      assertTrue(offered.contains("AUTH PLAIN") && !offered.contains("CRAM-MD5"), offered);
      assertEquals("504 5.5.4 AUTH mechanism not offered", client.say("AUTH CRAM-MD5"));
      assertEquals("334 ", client.say("AUTH PLAIN"));
      assertEquals("235 127.0.1.8", client.say("AGZyZWQAcHc="));
      assertEquals("250 127.0.1.8", client.say("VRFY x"));
      assertEquals("250 2.0.0 message received", FaultIT.send(client));
      String message = new String(upstream.mail().data(), ISO_8859_1);
      assertTrue(
          message.matches(
              "(?s)Received: from client.example \\(\\[127.0.0.1\\]\\)\r\n"
                  + "\tby proxy.example with ESMTPA id [0-9a-z]+;\r\n"
                  + "\t\\w{3}, \\d+ \\w{3} \\d{4} [0-9:]{8} (\\+\\d{4}|GMT)\r\nSubject: x.*"),
          message);
    }
  }
}
