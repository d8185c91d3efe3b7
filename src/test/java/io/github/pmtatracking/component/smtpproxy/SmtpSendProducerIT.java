package io.github.pmtatracking.component.smtpproxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.api.SmtpRefusal;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.testing.FakeUpstream;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The producer that sends over its own connection. */
class SmtpSendProducerIT {
  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();
  private final FakeUpstream upstream = smtp.upstream();

  @Test
  void aRouteWithoutAClientSendsMail() throws Exception {
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
  void aSessionThatEndsWithAFailureAfter250DoesNotFailTheMail() throws Exception {
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
}
