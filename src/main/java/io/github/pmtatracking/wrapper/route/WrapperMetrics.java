package io.github.pmtatracking.wrapper.route;

import io.github.pmtatracking.component.smtpproxy.SmtpProxyEndpoint;
import io.github.pmtatracking.process.ProgramMetrics;
import io.github.pmtatracking.wrapper.UntrackedReason;
import io.github.pmtatracking.wrapper.WrapperCounters;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;

/** The wrapper's figures, in Micrometer and in JMX. */
final class WrapperMetrics extends RouteBuilder {
  private final WrapperCounters counters;

  WrapperMetrics(WrapperCounters counters) {
    this.counters = counters;
  }

  @Override
  public void configure() throws Exception {
    getContext().addStartupListener((context, started) -> register(context));
  }

  private void register(CamelContext context) throws Exception {
    ProgramMetrics metrics =
        new ProgramMetrics("wrapper", "Mail that went through the wrapper since it started")
            .counter("copies.tracked", "Copies of messages with tracking", counters::tracked)
            .counter("links", "Links that were changed into tracked links", counters::links)
            .counter("pixels", "Pixels that were added", counters::pixels)
            .counter(
                "tracked.arc.signed",
                "Tracked copies whose signature of ARC or DomainKeys is broken",
                counters::arcSigned)
            .counter(
                "untracked.fault",
                "Copies without tracking: the rewriter failed",
                counters::faults);
    for (UntrackedReason reason : UntrackedReason.values()) {
      String name = reason.toString();
      metrics.counter(
          "untracked." + name.replace('-', '.'),
          "Copies without tracking: " + name,
          () -> counters.untracked(reason));
    }
    proxy(metrics, proxies(context));
    metrics.register(context);
  }

  private static List<SmtpProxyEndpoint> proxies(CamelContext context) {
    return context.getEndpoints().stream()
        .filter(SmtpProxyEndpoint.class::isInstance)
        .map(SmtpProxyEndpoint.class::cast)
        .toList();
  }

  private static void proxy(ProgramMetrics metrics, List<SmtpProxyEndpoint> proxies) {
    metrics
        .gauge(
            "connections.open",
            "Connections of clients that are open",
            sum(proxies, SmtpProxyEndpoint::getOpenConnections))
        .counter(
            "connections",
            "Connections of clients",
            sum(proxies, SmtpProxyEndpoint::getConnections))
        .counter(
            "connections.refused",
            "Connections that were refused",
            sum(proxies, SmtpProxyEndpoint::getConnectionsTurnedAway))
        .counter(
            "messages.accepted",
            "Messages with reply 2xx",
            sum(proxies, SmtpProxyEndpoint::getMessagesAccepted))
        .counter(
            "messages.deferred",
            "Messages with reply 4xx",
            sum(proxies, SmtpProxyEndpoint::getMessagesDeferred))
        .counter(
            "messages.refused",
            "Messages with reply 5xx",
            sum(proxies, SmtpProxyEndpoint::getMessagesRefused))
        .counter(
            "received.bytes", "Bytes of all messages", sum(proxies, SmtpProxyEndpoint::getBytesIn))
        .counter(
            "upstream.failures",
            "Failures of PowerMTA: refused or lost connections, time-outs",
            sum(proxies, SmtpProxyEndpoint::getUpstreamFailures));
  }

  private static LongSupplier sum(
      List<SmtpProxyEndpoint> proxies, ToLongFunction<SmtpProxyEndpoint> figure) {
    return () -> proxies.stream().mapToLong(figure).sum();
  }
}
