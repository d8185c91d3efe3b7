package io.github.pmtatracking.feeder.route;

import io.github.pmtatracking.feeder.Feeder;
import io.github.pmtatracking.ingest.IngestHttpClient;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of the feeder no operator should edit: the figures of its queue, asking for the verdicts of
 * batches, and for the events of those that failed.
 */
final class FeederTimers extends RouteBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(FeederTimers.class);
  private static final long MOST_BETWEEN_ASKING_MILLIS = 30_000;
  private static final long BETWEEN_LOOKS_MILLIS = 2_000;

  private final Feeder feeder;
  private final IngestHttpClient client;
  private final Duration verdictDelay;

  FeederTimers(Feeder feeder, IngestHttpClient client, Duration verdictDelay) {
    this.feeder = feeder;
    this.client = client;
    this.verdictDelay = verdictDelay;
  }

  @Override
  public void configure() {
    FeederMetrics.register(getContext(), feeder);
    if (!verdictDelay.isZero()) {
      askForVerdicts();
    }
    from("timer:feeder-figures?delay=0&period=" + BETWEEN_LOOKS_MILLIS)
        .routeId("feeder-figures")
        .description(
            "Ask Redis for the length and age of the queue, without waiting for the answer")
        .bean(feeder.figures(), "look")
        .id("look-at-queue");
  }

  private void askForVerdicts() {
    long period = Math.min(verdictDelay.toMillis(), MOST_BETWEEN_ASKING_MILLIS);
    onException(Exception.class).handled(true).process(this::tellFailure);
    from("timer:feeder-verdicts?delay=" + period + "&period=" + period)
        .routeId("feeder-verdicts")
        .description("Ask the ingest API what became of the batches that it took")
        .setVariable("due", method(feeder.verdicts(), "due"))
        .filter(simple("${variable.due.size} > 0"))
        .removeHeaders("*")
        .setBody(constant(null))
        .setHeader("CamelHttpMethod", constant("GET"))
        .setHeader("CamelHttpQuery", method(feeder.verdicts(), "query(${variable.due})"))
        .setHeader("Authorization", method("ingestHost", "key"))
        .to("{{bean:ingestHost.verdictsUrl}}" + httpOptions("ingestHttp"))
        .id("get-verdicts")
        .split(
            method(
                feeder.verdicts(),
                "judge(${variable.due}, ${header.CamelHttpResponseCode},"
                    + " ${header.CamelHttpResponseText}, ${bodyAs(String)})"))
        .to("direct:feeder-failures")
        .end()
        .end();
    from("direct:feeder-failures")
        .routeId("feeder-failures")
        .description("Ask the ingest API which events of a batch failed, and set these aside")
        .setVariable("batch", body())
        .removeHeaders("*")
        .setHeader("CamelHttpMethod", constant("GET"))
        .setHeader("CamelHttpPath", method(feeder.verdicts(), "failuresPath(${variable.batch})"))
        .setHeader("Authorization", method("ingestHost", "key"))
        .setBody(constant(null))
        .to("{{bean:ingestHost.failuresUrl}}" + httpOptions("ingestFailuresHttp"))
        .id("get-failures")
        .bean(
            feeder.verdicts(),
            "judgeFailures(${variable.batch}, ${header.CamelHttpResponseCode},"
                + " ${header.CamelHttpResponseText}, ${bodyAs(byte[])})")
        .id("set-failures-aside");
  }

  private static String httpOptions(String client) {
    return "?httpClientConfigurer=#" + client + "&throwExceptionOnFailure=false";
  }

  private void tellFailure(Exchange exchange) {
    Throwable failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
    LOG.warn("Verdicts not available, asking again later: {}", client.explain(failure));
  }
}
