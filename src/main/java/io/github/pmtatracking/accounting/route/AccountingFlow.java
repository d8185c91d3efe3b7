package io.github.pmtatracking.accounting.route;

import io.github.pmtatracking.accounting.AccountingCounters;
import io.github.pmtatracking.accounting.AccountingLog;
import io.github.pmtatracking.accounting.AccountingRecords;
import io.github.pmtatracking.accounting.AttributeStore;
import io.github.pmtatracking.accounting.Progress;
import io.github.pmtatracking.accounting.RedisAttributes;
import io.github.pmtatracking.accounting.RedisColumnLayout;
import io.github.pmtatracking.accounting.SpoolDrain;
import io.github.pmtatracking.accounting.rejects.RejectsWriter;
import io.github.pmtatracking.process.Flow;
import io.github.pmtatracking.process.FlowContext;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.spool.FsyncPolicy;
import io.github.pmtatracking.spool.Spool;
import io.github.pmtatracking.spool.SpoolFolders;
import io.github.pmtatracking.spool.SpoolOptions;
import io.github.pmtatracking.spool.SpoolUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code acct_etl}: PowerMTA's accounting records to attributes in Redis. */
public final class AccountingFlow implements Flow {
  private static final Logger LOG = LoggerFactory.getLogger("io.github.pmtatracking.accounting");
  private static final Duration SHORTEST = Duration.ofMillis(10);

  @Override
  public String name() {
    return "accounting";
  }

  @Override
  public List<String> routes() {
    return List.of("accounting");
  }

  @Override
  public void configure(FlowContext beans) {
    Settings settings = beans.settings();
    InstantSource clock = InstantSource.system();
    AccountingCounters counters = new AccountingCounters();
    List<Path> files = files(settings);
    Duration patience = settings.duration("accounting.redis-timeout", SHORTEST);
    Duration retention = settings.duration("accounting.retention", SHORTEST);
    Predicate<String> columns = columns(settings.text("accounting.columns"));
    settings.number("accounting.batch-records", 1, 10_000);
    settings.number("accounting.batches-in-flight", 1, 64);
    boolean each = settings.oneOf("accounting.log", "each", "summary").equals("each");
    RejectsWriter rejects =
        new RejectsWriter(
            settings.path("accounting.rejects.file"),
            settings.bytes("accounting.rejects.max-bytes"),
            clock,
            counters);
    SpoolFolders folders = new SpoolFolders(spoolOptions(settings));

    RedisAttributes redis = new RedisAttributes(beans.redis().bulkAttributes(), clock);
    Spool spool = openSpool(beans, folders);
    AccountingLog log = new AccountingLog(each, logThread(beans), counters);
    AttributeStore store = new AttributeStore(redis, spool, rejects, counters, log, patience);
    SpoolDrain drain =
        new SpoolDrain(
            redis, store, spool, spool == null ? null : folders, counters, log, patience, clock);
    AccountingShutdown end = new AccountingShutdown(beans, store, drain, spool, rejects, counters);
    beans.onClose(end);
    beans.bind("accountingFiles", files);
    beans.bind("accountingEnd", end);
    AccountingRecords records =
        new AccountingRecords(
            columns,
            retention,
            clock,
            rejects,
            counters,
            new RedisColumnLayout(beans.redis().queue(), patience));
    beans.bind(
        "accountingRecords",
        settings.flag("accounting.save-headings") ? records : records.withoutSavingHeadings());
    beans.bind("attributeStore", store);
    beans.addRoutes(
        new AccountingTimers(
            drain,
            log,
            progress(beans, each, clock, counters),
            settings.duration("accounting.spool.drain-interval", SHORTEST),
            settings.duration("accounting.summary-interval", SHORTEST)));
  }

  private static List<Path> files(Settings settings) {
    List<Path> files = settings.paths("accounting.files");
    for (Path file : files) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        String why =
            Files.isDirectory(file)
                ? "it is a folder"
                : Files.exists(file) ? "no permission" : "there is no such file";
        throw new BadSettingException(
            "accounting file %s cannot be read: %s (give it as an argument or with -infile)"
                .formatted(file, why));
      }
    }
    return files;
  }

  private static Predicate<String> columns(String text) {
    Set<String> wanted = Set.of(text.split("\\s*,\\s*"));
    return text.equals("*") ? column -> true : wanted::contains;
  }

  private static SpoolOptions spoolOptions(Settings settings) {
    Path folder = settings.path("accounting.spool.folder");
    FsyncPolicy fsync = settings.parse("accounting.spool.fsync", FsyncPolicy::of);
    return settings.parse(
        "accounting.spool.max-bytes",
        text ->
            SpoolOptions.of(
                    "accounting.spool", folder, settings.bytes("accounting.spool.max-bytes"))
                .withFsync(fsync));
  }

  /** The process must serve a pipe wherever it was started: without a spool rather than not. */
  private static @Nullable Spool openSpool(FlowContext beans, SpoolFolders folders) {
    try {
      Spool spool = folders.openOwn();
      beans.onClose(spool);
      return spool;
    } catch (SpoolUnavailableException e) {
      LOG.warn(
          "Working without a spool: while Redis is away, the pipe is held. {}", e.getMessage());
      return null;
    }
  }

  private static ExecutorService logThread(FlowContext beans) {
    ExecutorService lines =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "accounting log");
              thread.setDaemon(true);
              return thread;
            });
    beans.onClose(lines::shutdown);
    return lines;
  }

  private static @Nullable Progress progress(
      FlowContext beans, boolean each, InstantSource clock, AccountingCounters counters) {
    boolean linesAreSeen = each && isTerminal(1);
    if (!isTerminal(2) || linesAreSeen) {
      return null;
    }
    Progress progress = new Progress(System.err, clock, counters);
    beans.onClose(progress::end);
    return progress;
  }

  /**
   * System.console() speaks of standard input and output together, and from Java 22 on of neither.
   */
  private static boolean isTerminal(int descriptor) {
    try {
      String device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException notLinux) {
      return false;
    }
  }
}
