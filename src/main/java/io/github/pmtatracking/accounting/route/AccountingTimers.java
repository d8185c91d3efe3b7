package io.github.pmtatracking.accounting.route;

import io.github.pmtatracking.accounting.AccountingLog;
import io.github.pmtatracking.accounting.Progress;
import io.github.pmtatracking.accounting.SpoolDrain;
import io.github.pmtatracking.component.lines.LinesEndpoint;
import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;

/** What accounting does by the clock: the spool is drained, a summary is logged. */
final class AccountingTimers extends RouteBuilder {
  private final SpoolDrain drain;
  private final AccountingLog log;
  private final @Nullable Progress progress;
  private final Duration drainInterval;
  private final Duration summaryInterval;

  AccountingTimers(
      SpoolDrain drain,
      AccountingLog log,
      @Nullable Progress progress,
      Duration drainInterval,
      Duration summaryInterval) {
    this.drain = drain;
    this.log = log;
    this.progress = progress;
    this.drainInterval = drainInterval;
    this.summaryInterval = summaryInterval;
  }

  @Override
  public void configure() {
    from("timer:accounting-spool?delay=0&period=" + drainInterval.toMillis())
        .routeId("accounting-spool")
        .description("Move spooled records into Redis when it is back")
        .process(tick -> drain.drain());
    long summary = summaryInterval.toMillis();
    from("timer:accounting-summary?delay=" + summary + "&period=" + summary)
        .routeId("accounting-summary")
        .description("Say how many records were loaded")
        .process(tick -> log.summary());
    if (progress != null) {
      from("timer:accounting-progress?period=1000")
          .routeId("accounting-progress")
          .description("Show somebody at a terminal how far the file is")
          .process(
              tick ->
                  getContext().getEndpoints().stream()
                      .filter(LinesEndpoint.class::isInstance)
                      .map(LinesEndpoint.class::cast)
                      .forEach(lines -> progress.show(lines.getSource(), lines.getPercent())));
    }
  }
}
