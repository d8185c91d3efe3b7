package io.github.pmtatracking.flow;

import io.github.pmtatracking.feeder.Feeder;
import java.time.Duration;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

/**
 * What of the feeder no operator should edit: the figures of its queue, the verdicts of batches.
 */
final class FeederPlumbing extends RouteBuilder {
  private static final long MOST_BETWEEN_ASKING_MILLIS = 30_000;
  private static final long BETWEEN_LOOKS_MILLIS = 2_000;

  private final Feeder feeder;
  private final Duration verdictDelay;

  FeederPlumbing(Feeder feeder, Duration verdictDelay) {
    this.feeder = feeder;
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
        .description("Ask Redis how much waits, and for how long, without waiting for the answer")
        .bean(feeder.figures(), "look")
        .id("look-at-queue");
  }

  private void askForVerdicts() {
    long period = Math.min(verdictDelay.toMillis(), MOST_BETWEEN_ASKING_MILLIS);
    onException(Exception.class)
        .handled(true)
        .log(LoggingLevel.WARN, "Verdicts will be asked for again later: ${exception.message}");
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
        .to(
            "{{bean:ingestHost.verdictsUrl}}?httpClientConfigurer=#ingestHttp"
                + "&connectTimeout={{bean:ingestTimeouts.connect}}"
                + "&responseTimeout={{bean:ingestTimeouts.response}}")
        .id("get-verdicts")
        .bean(feeder.verdicts(), "record(${variable.due}, ${bodyAs(String)})")
        .id("record-verdicts")
        .end();
  }
}
