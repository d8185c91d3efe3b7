package io.github.pmtatracking.accounting.route;

import io.github.pmtatracking.accounting.AccountingCounters;
import io.github.pmtatracking.accounting.AttributeStore;
import io.github.pmtatracking.accounting.SpoolDrain;
import io.github.pmtatracking.accounting.rejects.RejectsWriter;
import io.github.pmtatracking.component.lines.LinesListener;
import io.github.pmtatracking.process.FlowContext;
import io.github.pmtatracking.spool.Spool;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends acct_etl at the end of input or after a signal. Every line that was read is then in Redis,
 * in the spool or in the rejects file; otherwise the exit code is 1 and a message gives the number
 * of lost lines.
 */
final class AccountingShutdown implements LinesListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("io.github.pmtatracking.accounting");

  private final FlowContext beans;
  private final AttributeStore store;
  private final SpoolDrain drain;
  private final @Nullable Spool spool;
  private final RejectsWriter rejects;
  private final AccountingCounters counters;

  AccountingShutdown(
      FlowContext beans,
      AttributeStore store,
      SpoolDrain drain,
      @Nullable Spool spool,
      RejectsWriter rejects,
      AccountingCounters counters) {
    this.beans = beans;
    this.store = store;
    this.drain = drain;
    this.spool = spool;
    this.rejects = rejects;
    this.counters = counters;
  }

  @Override
  public void ending() {
    store.inputEnded();
  }

  @Override
  public void ended(List<String> unreadable) {
    try {
      drain.drain();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    beans.endProcess(unreadable.isEmpty() ? 0 : 1);
  }

  /** Called after the routes have stopped: no batch is in progress any more. */
  @Override
  public void close() {
    LOG.info("End of accounting: {}", counters);
    if (counters.rejected() > 0) {
      LOG.warn(
          "Lines that cannot be used are in the rejects file: lines={} file={}",
          counters.rejected(),
          rejects.file());
    }
    if (spool != null && !spool.isEmpty()) {
      LOG.warn(
          "Redis unavailable; records wait in the spool and are loaded by the next start:"
              + " folder={}",
          spool.options().folder());
    }
    if (counters.lost() > 0) {
      String message = counters.lost() + " lines could not be kept anywhere and are lost";
      LOG.error("Lines could not be kept anywhere and are lost: lines={}", counters.lost());
      System.err.println("acct_etl: " + message);
      beans.endProcess(1);
    }
  }
}
