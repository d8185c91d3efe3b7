package io.github.pmtatracking.feeder.route;

import io.github.pmtatracking.feeder.status.BatchStatusPoller;
import io.github.pmtatracking.ingest.IngestHttpClient;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timers of the feeder, which an operator does not edit: they refresh the figures of the queue,
 * ask for the status of batches, and for the failed events of a batch.
 */
final class FeederTimers extends RouteBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(FeederTimers.class);
  private static final long MAX_STATUS_PERIOD_MILLIS = 30_000;
  private static final long FIGURES_PERIOD_MILLIS = 2_000;

  private final Feeder feeder;
  private final IngestHttpClient client;
  private final Duration batchStatusDelay;

  FeederTimers(Feeder feeder, IngestHttpClient client, Duration batchStatusDelay) {
    this.feeder = feeder;
    this.client = client;
    this.batchStatusDelay = batchStatusDelay;
  }

  @Override
  public void configure() throws Exception {
    getContext().addStartupListener((context, started) -> FeederMetrics.register(context, feeder));
    if (!batchStatusDelay.isZero()) {
      onException(Exception.class).handled(true).process(this::logFailure);
      askForBatchStatus();
      askForFailedEvents();
    }
    from("timer:feeder-figures?delay=0&period=" + FIGURES_PERIOD_MILLIS)
        .routeId("feeder-figures")
        .description(
            "Ask Redis for the length and age of the queue, without waiting for the answer")
        .bean(feeder.figures(), "refresh")
        .id("refresh-figures");
  }

  private void askForBatchStatus() {
    BatchStatusPoller poller = feeder.batchStatusPoller();
    long period = Math.min(batchStatusDelay.toMillis(), MAX_STATUS_PERIOD_MILLIS);
    from("timer:feeder-batch-status?delay=" + period + "&period=" + period)
        .routeId("feeder-batch-status")
        .description("Ask the ingest API for the status of the batches that it accepted")
        .setVariable("due", method(poller, "due"))
        .filter(simple("${variable.due.size} > 0"))
        .removeHeaders("*")
        .setBody(constant(null))
        .setHeader("CamelHttpMethod", constant("GET"))
        .setHeader("CamelHttpQuery", method(poller, "query(${variable.due})"))
        .setHeader("Authorization", method("ingestEndpoint", "key"))
        .to("{{bean:ingestEndpoint.batchStatusUrl}}" + httpOptions("ingestHttp"))
        .id("get-batch-status")
        .split(
            method(
                poller,
                "handle(${variable.due}, ${header.CamelHttpResponseCode},"
                    + " ${header.CamelHttpResponseText}, ${bodyAs(String)})"))
        .to("direct:feeder-failed-events")
        .end()
        .end();
  }

  private void askForFailedEvents() {
    BatchStatusPoller poller = feeder.batchStatusPoller();
    from("direct:feeder-failed-events")
        .routeId("feeder-failed-events")
        .description(
            "Ask the ingest API for the failed events of a batch; they become dead letters")
        .setVariable("batch", body())
        .removeHeaders("*")
        .setHeader("CamelHttpMethod", constant("GET"))
        .setHeader("CamelHttpPath", method(poller, "failedEventsPath(${variable.batch})"))
        .setHeader("Authorization", method("ingestEndpoint", "key"))
        .setBody(constant(null))
        .to("{{bean:ingestEndpoint.failedEventsUrl}}" + httpOptions("ingestFailedEventsHttp"))
        .id("get-failed-events")
        .bean(
            poller,
            "handleFailedEvents(${variable.batch}, ${header.CamelHttpResponseCode},"
                + " ${header.CamelHttpResponseText}, ${bodyAs(byte[])})")
        .id("dead-letter-failed-events");
  }

  private static String httpOptions(String client) {
    return "?httpClientConfigurer=#" + client + "&throwExceptionOnFailure=false";
  }

  private void logFailure(Exchange exchange) {
    Throwable failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
    LOG.warn("Batch statuses not available, asking again later: error={}", client.explain(failure));
  }
}
