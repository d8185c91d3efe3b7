package io.github.pmtatracking.logging;

import io.github.pmtatracking.files.PrivateFiles;
import io.github.pmtatracking.settings.FileErrors;
import io.github.pmtatracking.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.config.builder.api.AppenderComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/**
 * A log file that is rotated each day and when it has grown to {@code log.max-size}, compressed,
 * and kept for {@code log.keep-days}, {@code log.keep-files} at most.
 */
final class LogFile {
  /** In bytes; smaller files would be rotated all the time. */
  private static final long MIN_SIZE = 64 * 1024;

  private final Path typed;
  private final Path path;
  private final long maxSize;
  private final int keepDays;
  private final int keepFiles;

  private LogFile(Path typed, long maxSize, int keepDays, int keepFiles) {
    this.typed = typed;
    this.path = typed.toAbsolutePath();
    this.maxSize = maxSize;
    this.keepDays = keepDays;
    this.keepFiles = keepFiles;
  }

  /** Reads the settings; opens nothing. */
  static LogFile of(Settings settings, Path file) {
    int keepDays = settings.number("log.keep-days", 1, 3_650);
    int keepFiles = settings.number("log.keep-files", 1, 100_000);
    // a longer log.keep-days without log.keep-files keeps one file a day
    boolean oneADay = settings.isDefault("log.keep-files");
    return new LogFile(
        file,
        settings.bytes("log.max-size", MIN_SIZE, Long.MAX_VALUE),
        keepDays,
        oneADay ? Math.max(keepFiles, keepDays + 1) : keepFiles);
  }

  /**
   * Makes the file if it is missing.
   *
   * @throws IOException when it cannot be written
   */
  void requireWritable() throws IOException {
    PrivateFiles.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
  }

  /** The reason why it cannot be written, for the operator. */
  String refusal(IOException e) {
    return this + " cannot be written: " + FileErrors.reason(e);
  }

  AppenderComponentBuilder appender(ConfigurationBuilder<BuiltConfiguration> builder) {
    ComponentBuilder<?> delete =
        builder
            .newComponent("Delete")
            .addAttribute("basePath", String.valueOf(path.getParent()))
            .addAttribute("maxDepth", 1)
            .addComponent(
                builder
                    .newComponent("IfFileName")
                    .addAttribute("glob", path.getFileName() + ".*.gz"))
            .addComponent(
                builder
                    .newComponent("IfAny")
                    // first, because it must see every file to count them
                    .addComponent(
                        builder
                            .newComponent("IfAccumulatedFileCount")
                            .addAttribute("exceeds", keepFiles))
                    .addComponent(
                        builder
                            .newComponent("IfLastModified")
                            .addAttribute("age", keepDays + "d")));
    return builder
        .newAppender(LogConfiguration.TARGET, "RollingFile")
        .addAttribute("fileName", path.toString())
        .addAttribute("filePattern", path + ".%d{yyyy-MM-dd}.%i.gz")
        .addAttribute("immediateFlush", false)
        .addAttribute("ignoreExceptions", false)
        .addComponent(
            builder
                .newComponent("Policies")
                .addComponent(
                    builder.newComponent("TimeBasedTriggeringPolicy").addAttribute("interval", 1))
                .addComponent(
                    builder
                        .newComponent("SizeBasedTriggeringPolicy")
                        .addAttribute("size", Long.toString(maxSize))))
        .addComponent(
            builder
                .newComponent("DefaultRolloverStrategy")
                .addAttribute("fileIndex", "nomax")
                .addComponent(delete));
  }

  /** Opens the file of this name again, with the configuration of the start. */
  LossReportingAppender.Reopening reopening(ConfigurationBuilder<BuiltConfiguration> builder) {
    return new LossReportingAppender.Reopening() {
      @Override
      public void requirePossible() throws IOException {
        requireWritable();
      }

      @Override
      public Appender open() {
        BuiltConfiguration again = builder.build();
        Appender appender = Objects.requireNonNull(again.getAppender(LogConfiguration.TARGET));
        appender.start();
        return appender;
      }
    };
  }

  @Override
  public String toString() {
    return "log file " + typed;
  }
}
