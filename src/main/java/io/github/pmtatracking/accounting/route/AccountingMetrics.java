package io.github.pmtatracking.accounting.route;

import io.github.pmtatracking.accounting.AccountingCounters;
import io.github.pmtatracking.process.ProgramMetrics;
import io.github.pmtatracking.spool.Spool;
import javax.management.JMException;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.CamelContextStartedEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.jspecify.annotations.Nullable;

/** Shows the counters of acct_etl in JMX, and in Micrometer where there is a registry. */
final class AccountingMetrics extends EventNotifierSupport {
  private final AccountingCounters counters;
  private final @Nullable Spool spool;

  AccountingMetrics(AccountingCounters counters, @Nullable Spool spool) {
    this.counters = counters;
    this.spool = spool;
    // Otherwise Camel creates events for each exchange.
    setIgnoreExchangeEvents(true);
  }

  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof CamelContextStartedEvent;
  }

  @Override
  public void notify(CamelEvent event) throws JMException {
    if (event instanceof CamelContextStartedEvent started) {
      register(started.getContext());
    }
  }

  private void register(CamelContext context) throws JMException {
    ProgramMetrics metrics =
        new ProgramMetrics("accounting", "Lines and records by their outcome since the start")
            .counter("lines.read", "Lines read, heading lines included", counters::read)
            .counter("records.loaded", "Delivery records in Redis", counters::loaded)
            .counter("records.expired", "Records older than the retention", counters::expired)
            .counter("records.skipped", "Records of other types", counters::skipped)
            .counter("records.spooled", "Records that went to the spool first", counters::spooled)
            .counter("lines.rejected", "Lines in the rejects file", counters::rejected)
            .counter("lines.lost", "Lines that could not be kept anywhere", counters::lost);
    Spool own = spool;
    if (own != null) {
      metrics
          .gauge("spool.records", "Records in the spool", () -> own.counters().records())
          .bytes("spool.bytes", "Size of the spool", () -> own.counters().bytes());
    }
    metrics.register(context);
  }
}
