package io.github.pmtatracking.accounting.route;

import io.github.pmtatracking.accounting.AccountingLog;
import io.github.pmtatracking.accounting.AccountingOptions;
import io.github.pmtatracking.accounting.Progress;
import io.github.pmtatracking.accounting.SpoolDrain;
import io.github.pmtatracking.component.lines.LinesEndpoint;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;

/** The timers of acct_etl: drain the spool, log a summary, show the progress. */
final class AccountingTimers extends RouteBuilder {
  private final AccountingOptions options;
  private final SpoolDrain drain;
  private final AccountingLog log;
  private final @Nullable Progress progress;
  private final AccountingMetrics metrics;

  AccountingTimers(
      AccountingOptions options,
      SpoolDrain drain,
      AccountingLog log,
      @Nullable Progress progress,
      AccountingMetrics metrics) {
    this.options = options;
    this.drain = drain;
    this.log = log;
    this.progress = progress;
    this.metrics = metrics;
  }

  @Override
  public void configure() {
    getContext().getManagementStrategy().addEventNotifier(metrics);
    from("timer:accounting-spool?delay=0&period=" + options.drainInterval().toMillis())
        .routeId("accounting-spool")
        .description("Move records from the spool to Redis when it is available")
        .process(tick -> drain.drain());
    long summary = options.summaryInterval().toMillis();
    from("timer:accounting-summary?delay=" + summary + "&period=" + summary)
        .routeId("accounting-summary")
        .description("Log how many records were loaded")
        .process(tick -> log.summary());
    if (progress != null) {
      from("timer:accounting-progress?period=1000")
          .routeId("accounting-progress")
          .description("Show at a terminal how much of the file is read")
          .process(
              tick ->
                  getContext().getEndpoints().stream()
                      .filter(LinesEndpoint.class::isInstance)
                      .map(LinesEndpoint.class::cast)
                      .forEach(lines -> progress.show(lines.getSource(), lines.getPercent())));
    }
  }
}
