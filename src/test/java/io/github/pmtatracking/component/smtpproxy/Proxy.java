package io.github.pmtatracking.component.smtpproxy;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.jspecify.annotations.Nullable;

/** A proxy on a free port, as a route of its own. */
final class Proxy implements AutoCloseable {
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
  static Proxy to(String upstream, String... options) throws Exception {
    return step(null).start(upstream, Map.of(), options);
  }

  /** Does something with each message before it is handed on. */
  static Proxy with(Processor step, String upstream, String... options) throws Exception {
    return step(step).start(upstream, Map.of(), options);
  }

  /** Has steps of its own behind the consumer, the hand-over included. */
  static Proxy route(
      Consumer<ProcessorDefinition<?>> steps, RouteBuilder more, String upstream, String... options)
      throws Exception {
    Proxy proxy = new Proxy(steps);
    proxy.context.addRoutes(more);
    return proxy.start(upstream, Map.of(), options);
  }

  static Proxy withBeans(
      Map<String, Object> beans, @Nullable Processor step, String upstream, String... options)
      throws Exception {
    return step(step).start(upstream, beans, options);
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

  SmtpProxyEndpoint endpoint() {
    return (SmtpProxyEndpoint) consumer().getEndpoint();
  }

  DefaultCamelContext context() {
    return context;
  }

  int port() {
    return consumer().port();
  }

  @Override
  public void close() {
    context.stop();
  }
}
