package io.github.pmtatracking.component.smtpproxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.api.MessageLog;
import io.github.pmtatracking.component.smtpproxy.api.SmtpRefusal;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The consumer: suspend, stop, and the reply after the route has ended. */
class SmtpProxyConsumerIT {
  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();
  private final FakeUpstream upstream = smtp.upstream();

  @Test
  void whileSuspendedNewMailGets421AndMailInDataIsFinished() throws Exception {
    String away = "421 4.3.2 Service shutting down, try again later";
    try (Proxy proxy = smtp.start();
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
        assertEquals("250 2.0.0 message received", Proxy.send(again));
      }
    }
  }

  @Test
  void aStopWaitsForAMessageInData() throws Exception {
    Proxy proxy = smtp.start();
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
    try (Proxy proxy = smtp.start()) {
      for (int i = 0; i < 2; i++) {
        try (SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
          assertEquals("250 2.0.0 message received", Proxy.send(client));
        }
        proxy.context().getRouteController().stopRoute("proxy");
        proxy.context().getRouteController().startRoute("proxy");
      }
    }
  }

  @Test
  void aProducerWithoutAClientReportsTheMissingConsumer() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.start();
      Exchange sent = context.createProducerTemplate().send("smtp-proxy:upstream", exchange -> {});
      assertTrue(sent.getException().getMessage().contains("smtp-proxy:host:port"));
    }
  }

  @Test
  void aRouteThatFailsMeans451AndTheSessionGoesOn() throws Exception {
    boolean[] failing = {true};
    try (Proxy proxy =
            smtp.start(
                exchange -> {
                  if (failing[0]) {
                    throw new IllegalStateException("a fault in the route");
                  }
                });
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("451 4.3.0 Message could not be handled, try again later", Proxy.send(client));
      failing[0] = false;
      assertEquals("250 2.0.0 message received", Proxy.send(client));
      assertEquals(1, proxy.endpoint().getMessagesDeferred());
      assertEquals(1, proxy.endpoint().getMessagesAccepted());
    }
  }

  @Test
  void aRouteMayRefuseWithItsOwnReply() throws Exception {
    try (Proxy proxy =
            smtp.start(
                exchange -> {
                  throw new SmtpRefusal(SmtpReply.of(550, "5.7.1 no thanks"));
                });
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("550 5.7.1 no thanks", Proxy.send(client));
      assertFalse(upstream.lines().contains("DATA"));
    }
  }

  @Test
  void aRouteWithoutAReplyMeans451() throws Exception {
    try (Proxy proxy = smtp.start(exchange -> exchange.setRouteStop(true));
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("451 4.3.0 Message could not be handled, try again later", Proxy.send(client));
      assertEquals(0, upstream.waiting());
    }
  }

  @Test
  void aPropertyOfTheExchangeOverridesTheReply() throws Exception {
    SmtpReply reply = SmtpReply.of(250, "2.0.0 kept aside");
    try (Proxy proxy =
            smtp.start(
                exchange -> {
                  exchange.setProperty(SmtpProxyConstants.REPLY, reply);
                  exchange.setRouteStop(true);
                });
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("250 2.0.0 kept aside", Proxy.send(client));
      assertEquals(0, upstream.waiting());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exception", "refusal", "rollback", "no reply"})
  void aFailureAfterUpstreamsReplyDoesNotChangeTheReply(String trouble) throws Exception {
    Consumer<ProcessorDefinition<?>> steps =
        route ->
            route
                .to("smtp-proxy:upstream")
                .process(
                    exchange -> {
                      switch (trouble) {
                        case "exception" -> throw new IllegalStateException("of a later step");
                        case "refusal" -> throw new SmtpRefusal(SmtpReply.of(550, "5.7.1 late"));
                        case "rollback" -> exchange.setRollbackOnly(true);
                        default -> {
                          exchange.removeProperty(SmtpProxyConstants.REPLY);
                          exchange.getMessage().setBody("no reply");
                        }
                      }
                    });
    try (Proxy proxy = smtp.start(steps, new NoRoutes());
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("250 2.0.0 message received", Proxy.send(client));
      upstream.taking(mail -> "550 5.7.1 spam");
      assertEquals("550 5.7.1 spam", Proxy.send(client));
    }
  }

  @Test
  void aMessageLogThatFailsDoesNotChangeTheReply() throws Exception {
    MessageLog failing =
        report -> {
          throw new IllegalStateException("the log is broken");
        };
    try (Proxy proxy = smtp.start(java.util.Map.of("failing", failing), "messageLog=#failing");
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("250 2.0.0 message received", Proxy.send(client));
    }
  }

  static String send(SmtpTalk client, String message) throws IOException {
    client.say("MAIL FROM:<s@example.com>");
    client.say("RCPT TO:<a@example.com>");
    client.say("DATA");
    return client.send(message).say(".");
  }

  private static final class NoRoutes extends RouteBuilder {
    @Override
    public void configure() {}
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
}
