package io.github.pmtatracking.component.smtpproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.testing.SmtpTalk;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.jspecify.annotations.Nullable;

/** A proxy on a free port, in a Camel context of its own. */
public final class Proxy implements AutoCloseable {
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Consumer<ProcessorDefinition<?>> steps;

  private Proxy(Consumer<ProcessorDefinition<?>> steps) {
    this.steps = steps;
  }

  private static Proxy step(@Nullable Processor step) {
    return new Proxy(
        route -> {
          if (step != null) {
            route.process(step);
          }
          route.to("smtp-proxy:upstream");
        });
  }

  /** Passes mail through to an upstream server. */
  public static Proxy to(String upstream, String... options) throws Exception {
    return step(null).start(upstream, Map.of(), options);
  }

  /** Runs a step with each message before the delivery. */
  static Proxy with(Processor step, String upstream, String... options) throws Exception {
    return step(step).start(upstream, Map.of(), options);
  }

  /** Has the given steps after the consumer, delivery included. */
  static Proxy route(
      Consumer<ProcessorDefinition<?>> steps, RouteBuilder more, String upstream, String... options)
      throws Exception {
    Proxy proxy = new Proxy(steps);
    proxy.context.addRoutes(more);
    return proxy.start(upstream, Map.of(), options);
  }

  /** Binds beans for its options. */
  static Proxy withBeans(Map<String, Object> beans, String upstream, String... options)
      throws Exception {
    return step(null).start(upstream, beans, options);
  }

  private Proxy start(String upstream, Map<String, Object> beans, String... options)
      throws Exception {
    beans.forEach(context.getRegistry()::bind);
    String uri = "smtp-proxy:127.0.0.1:0?upstream=" + upstream;
    for (String option : options) {
      uri += "&" + option;
    }
    String from = uri;
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            steps.accept(from(from).routeId("proxy"));
          }
        });
    context.start();
    return this;
  }

  SmtpProxyConsumer consumer() {
    return (SmtpProxyConsumer) context.getRoute("proxy").getConsumer();
  }

  public SmtpProxyEndpoint endpoint() {
    return (SmtpProxyEndpoint) consumer().getEndpoint();
  }

  public DefaultCamelContext context() {
    return context;
  }

  /** Sends a small message and returns the reply to it. */
  public static String send(SmtpTalk client) throws IOException {
    assertEquals("250", client.say("MAIL FROM:<s@example.com>").substring(0, 3));
    assertEquals("250", client.say("RCPT TO:<a@example.com>").substring(0, 3));
    assertEquals("354", client.say("DATA").substring(0, 3));
    return client.send("Subject: x\r\n\r\ntext\r\n").say(".");
  }

  /** The port that the proxy listens on. */
  public int port() {
    return consumer().port();
  }

  @Override
  public void close() {
    context.stop();
  }
}
