package io.github.pmtatracking.component.smtpproxy.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.component.smtpproxy.Proxy;
import io.github.pmtatracking.component.smtpproxy.ProxyExtension;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.SmtpTalk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ProcessorDefinition;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The steps that operators add to a route, with messages that are in a file. */
class MessageStreamIT {
  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();
  private final FakeUpstream upstream = smtp.upstream();

  private static final String LARGE =
      "Subject: x\r\n\r\n" + "0123456789abcdef0123456789abcdef0123456789abcdef\r\n".repeat(20_000);

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("steps")
  void aLargeMessagePassesEachStepUnchanged(Consumer<ProcessorDefinition<?>> steps)
      throws Exception {
    RouteBuilder more =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:tap").to("direct:read").to("file:" + folder + "?fileName=${exchangeId}");
            from("direct:slow").delay(20).to("direct:tap");
            from("seda:work").to("direct:tap");
            from("direct:read").process(MessageStreamIT::readAll);
          }
        };
    try (Proxy proxy =
        smtp.start(
            route -> {
              steps.accept(route);
              route.to("smtp-proxy:upstream");
            },
            more)) {
      for (int i = 0; i < 3; i++) {
        try (SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
          assertEquals("250 2.0.0 message received", send(client, LARGE));
        }
        assertArrayEquals(LARGE.getBytes(ISO_8859_1), upstream.mail().data());
      }
      await().until(() -> proxy.context().getInflightRepository().size() == 0);
    }
    try (Stream<Path> tapped = Files.list(folder)) {
      for (Path file : tapped.toList()) {
        assertEquals(LARGE, Files.readString(file, ISO_8859_1));
      }
    }
  }

  @Test
  void aTapThatReadsAfterTheReplyGetsTheWholeMessage() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    CompletableFuture<String> tapped = new CompletableFuture<>();
    RouteBuilder more =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:tap")
                .process(exchange -> answered.await(30, TimeUnit.SECONDS))
                .process(exchange -> tapped.complete(exchange.getMessage().getBody(String.class)));
          }
        };
    try (Proxy proxy =
            smtp.start(
                route -> route.wireTap("direct:tap").to("smtp-proxy:upstream"),
                more,
                "spoolDirectory=" + folder);
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("250 2.0.0 message received", send(client, LARGE));
      client.say("QUIT");
      await().until(() -> proxy.endpoint().getOpenConnections() == 0);
      answered.countDown();
      assertEquals(LARGE, tapped.get(30, TimeUnit.SECONDS));
    }
  }

  static String send(SmtpTalk client, String message) throws IOException {
    client.say("MAIL FROM:<s@example.com>");
    client.say("RCPT TO:<a@example.com>");
    client.say("DATA");
    return client.send(message).say(".");
  }

  static Stream<Arguments> steps() {
    return Stream.of(
        step("log", route -> route.log("${body.length} ${header.CamelSmtpProxySender}")),
        step("log of the body", route -> route.to("log:tap?showBody=true&maxChars=100")),
        step("filter", route -> route.filter().simple("${body} contains 'zyx'").stop().end()),
        step(
            "choice",
            route ->
                route
                    .choice()
                    .when()
                    .simple("${bodyAs(String)} contains 'Subject: y'")
                    .stop()
                    .otherwise()
                    .log("other")
                    .end()),
        step("wireTap", route -> route.wireTap("direct:tap")),
        step("multicast", route -> route.multicast().to("direct:tap", "direct:tap").end()),
        step(
            "parallel multicast",
            route -> route.multicast().parallelProcessing().to("direct:tap", "direct:tap").end()),
        step("recipientList", route -> route.recipientList().constant("direct:tap,direct:tap")),
        step("enrich", route -> route.enrich("direct:tap", (mine, theirs) -> mine)),
        step("loop", route -> route.loop(3).copy().to("direct:read").end()),
        step("throttle", route -> route.throttle(100)),
        step("delay", route -> route.delay(1)),
        step("seda", route -> route.to("seda:work?waitForTaskToComplete=Never")),
        step("two taps", route -> route.wireTap("direct:tap").wireTap("direct:slow")),
        step("doTry", route -> route.doTry().to("direct:tap").doFinally().log("done").end()));
  }

  private static void readAll(Exchange exchange) {
    String body = exchange.getMessage().getBody(String.class);
    if (!body.equals(LARGE)) {
      throw new IllegalStateException("a branch saw " + body.length() + " bytes of another body");
    }
  }

  private static Arguments step(String name, Consumer<ProcessorDefinition<?>> steps) {
    return Arguments.of(Named.of(name, steps));
  }
}
