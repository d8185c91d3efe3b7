package io.github.pmtatracking.accounting;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.spool.FsyncPolicy;
import io.github.pmtatracking.spool.SpoolOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The settings {@code accounting.*}, checked. The route {@code accounting} takes the two numbers of
 * batches from here, too.
 *
 * @param files readable files, read one after another; empty for standard input
 * @param columns which columns are stored
 * @param retention how long attributes are stored
 * @param saveHeadings whether heading lines are saved in Redis
 * @param logEach one log line for each record; otherwise a summary
 * @param summaryInterval how often the summary is logged
 * @param batchRecords most lines in a batch, 1 to 10,000
 * @param batchesInFlight most batches that wait for Redis, 1 to 64
 * @param redisTimeout for one reply of Redis
 * @param spool the parent folder of the spools of all acct_etl processes
 * @param drainInterval how often the spool is drained
 * @param rejectsFile the file for lines that cannot be used
 * @param rejectsMaxBytes largest size of that file, in bytes
 */
public record AccountingOptions(
    List<Path> files,
    Predicate<String> columns,
    Duration retention,
    boolean saveHeadings,
    boolean logEach,
    Duration summaryInterval,
    int batchRecords,
    int batchesInFlight,
    Duration redisTimeout,
    SpoolOptions spool,
    Duration drainInterval,
    Path rejectsFile,
    long rejectsMaxBytes) {

  private static final Duration MIN_DURATION = Duration.ofMillis(10);

  /**
   * Reads and checks all of them.
   *
   * @throws BadSettingException when a value cannot be used, or a file cannot be read
   */
  public static AccountingOptions of(Settings settings) {
    return new AccountingOptions(
        readable(settings.paths("accounting.files")),
        columns(settings.text("accounting.columns")),
        settings.duration("accounting.retention", MIN_DURATION),
        settings.flag("accounting.save-headings"),
        settings.oneOf("accounting.log", "each", "summary").equals("each"),
        settings.duration("accounting.summary-interval", MIN_DURATION),
        settings.number("accounting.batch-records", 1, 10_000),
        settings.number("accounting.batches-in-flight", 1, 64),
        settings.duration("accounting.redis-timeout", MIN_DURATION),
        spool(settings),
        settings.duration("accounting.spool.drain-interval", MIN_DURATION),
        settings.path("accounting.rejects.file"),
        settings.bytes("accounting.rejects.max-bytes"));
  }

  private static List<Path> readable(List<Path> files) {
    for (Path file : files) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        String reason =
            Files.isDirectory(file)
                ? "it is a folder"
                : Files.exists(file) ? "no permission" : "there is no such file";
        throw new BadSettingException(
            "accounting file %s cannot be read: %s (give it as an argument or with -infile)"
                .formatted(file, reason));
      }
    }
    return files;
  }

  private static Predicate<String> columns(String text) {
    Set<String> wanted = Set.of(text.split("\\s*,\\s*"));
    return text.equals("*") ? column -> true : wanted::contains;
  }

  private static SpoolOptions spool(Settings settings) {
    Path folder = settings.path("accounting.spool.folder");
    FsyncPolicy fsync = settings.convert("accounting.spool.fsync", FsyncPolicy::of);
    return settings.convert(
        "accounting.spool.max-bytes",
        text ->
            SpoolOptions.of(
                    "accounting.spool", folder, settings.bytes("accounting.spool.max-bytes"))
                .withFsync(fsync));
  }
}
