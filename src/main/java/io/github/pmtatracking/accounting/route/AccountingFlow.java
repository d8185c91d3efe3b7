package io.github.pmtatracking.accounting.route;

import io.github.pmtatracking.accounting.AccountingCounters;
import io.github.pmtatracking.accounting.AccountingLog;
import io.github.pmtatracking.accounting.AccountingOptions;
import io.github.pmtatracking.accounting.AccountingRecords;
import io.github.pmtatracking.accounting.AttributeStore;
import io.github.pmtatracking.accounting.Progress;
import io.github.pmtatracking.accounting.RedisAttributes;
import io.github.pmtatracking.accounting.RedisColumnLayout;
import io.github.pmtatracking.accounting.SpoolDrain;
import io.github.pmtatracking.accounting.rejects.RejectsWriter;
import io.github.pmtatracking.process.Flow;
import io.github.pmtatracking.process.FlowContext;
import io.github.pmtatracking.spool.Spool;
import io.github.pmtatracking.spool.SpoolFolders;
import io.github.pmtatracking.spool.SpoolUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The flow of {@code acct_etl}: loads PowerMTA's accounting records into Redis. */
public final class AccountingFlow implements Flow {
  private static final Logger LOG = LoggerFactory.getLogger("io.github.pmtatracking.accounting");

  @Override
  public String name() {
    return "accounting";
  }

  @Override
  public List<String> routes() {
    return List.of("accounting");
  }

  /** True: reading PowerMTA's pipe is more important than the metrics. */
  @Override
  public boolean runsWithoutManagement() {
    return true;
  }

  @Override
  public void configure(FlowContext context) {
    AccountingOptions options = AccountingOptions.of(context.settings());
    InstantSource clock = InstantSource.system();
    AccountingCounters counters = new AccountingCounters();
    RejectsWriter rejects =
        new RejectsWriter(options.rejectsFile(), options.rejectsMaxBytes(), clock, counters);
    AccountingLog log = new AccountingLog(options.logEach(), logThread(context), counters);
    SpoolFolders folders = new SpoolFolders(options.spool());
    Spool spool = openSpool(context, folders);
    Duration timeout = options.redisTimeout();
    RedisAttributes redis = new RedisAttributes(context.redis().bulkAttributes(), clock);
    AttributeStore store = new AttributeStore(redis, spool, rejects, counters, log, timeout);
    SpoolDrain drain =
        new SpoolDrain(
            redis, store, spool, spool == null ? null : folders, counters, log, timeout, clock);
    AccountingShutdown shutdown =
        new AccountingShutdown(context, store, drain, spool, rejects, counters);
    context.onClose(shutdown);
    RedisColumnLayout columnLayout = new RedisColumnLayout(context.redis().queue(), timeout);

    context.bind("accountingOptions", options);
    context.bind("accountingFiles", options.files());
    context.bind("accountingShutdown", shutdown);
    context.bind(
        "accountingRecords", records(options, clock, rejects, counters, columnLayout::read));
    context.bind("attributeStore", store);
    context.bind("redisColumnLayout", columnLayout);
    context.bind("headingsExceptionHandler", new HeadingsExceptionHandler());
    context.addRoutes(
        new AccountingTimers(
            options,
            drain,
            log,
            progress(context, options.logEach(), clock, counters),
            new AccountingMetrics(counters, spool)));
  }

  private static AccountingRecords records(
      AccountingOptions options,
      InstantSource clock,
      RejectsWriter rejects,
      AccountingCounters counters,
      Supplier<byte @Nullable []> savedColumns) {
    AccountingRecords records =
        new AccountingRecords(
            options.columns(), options.retention(), clock, rejects, counters, savedColumns);
    return options.saveHeadings() ? records : records.withoutSavingHeadings();
  }

  /** Null if the folder cannot be used: PowerMTA's pipe is read even without a spool. */
  private static @Nullable Spool openSpool(FlowContext context, SpoolFolders folders) {
    try {
      Spool spool = folders.openOwn();
      context.onClose(spool);
      return spool;
    } catch (SpoolUnavailableException e) {
      LOG.warn(
          "Working without a spool; no input is read while Redis is unavailable: error={}",
          e.getMessage());
      return null;
    }
  }

  private static ExecutorService logThread(FlowContext context) {
    ExecutorService lines =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "accounting log");
              thread.setDaemon(true);
              return thread;
            });
    context.onClose(lines::shutdown);
    return lines;
  }

  private static @Nullable Progress progress(
      FlowContext context, boolean each, InstantSource clock, AccountingCounters counters) {
    boolean linesAreSeen = each && isTerminal(1);
    if (!isTerminal(2) || linesAreSeen) {
      return null;
    }
    Progress progress = new Progress(System.err, clock, counters);
    context.onClose(progress::end);
    return progress;
  }

  /** System.console() does not tell standard output from standard error. */
  private static boolean isTerminal(int descriptor) {
    try {
      String device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException notLinux) {
      return false;
    }
  }
}
