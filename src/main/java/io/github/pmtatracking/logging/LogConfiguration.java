package io.github.pmtatracking.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AsyncAppender;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.AppenderRef;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.AppenderComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.api.LayoutComponentBuilder;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Configures the log of this process: standard output, or a {@link LogFile}. A separate thread
 * writes the lines, so that no event loop waits for a disk; when this thread is stalled, lines are
 * dropped and counted. Line ends in a message are escaped, so that nobody can forge a line, and a
 * message over {@value MessageCut#MAX_MESSAGE} characters is cut.
 */
public final class LogConfiguration implements AutoCloseable {
  static final String TARGET = "target";

  /** The loggers of {@code log} steps and endpoints in routes begin with this name. */
  public static final String ROUTES = "routes";

  private static final int QUEUE_LINES = 16_384;
  private static final int WAIT_MILLIS = 1_000;
  private static final int DRAIN_MILLIS = 3_000;
  private static final int CLOSE_MILLIS = 4_000;
  private static final String SHORT_REASON = "%maxLen{%ex{short.message}}{2000}";
  private static final String MESSAGE = "%enc{%m}{CRLF}";
  private static final Map<String, String> TIME_AND_LEVEL =
      Map.of("original", "%d{yyyy/MM/dd HH:mm:ss} ", "details", "%d{ISO8601} %-5p [%c{1}] ");

  private final @Nullable LossReportingAppender file;

  private LogConfiguration(@Nullable LossReportingAppender file) {
    this.file = file;
  }

  /**
   * Starts the log; {@link #close} writes out what is queued.
   *
   * @param file the log file, or null for standard output
   * @throws BadSettingException when the file cannot be written or a setting is wrong
   */
  public static LogConfiguration start(Settings settings, @Nullable Path file) {
    LogFile logFile = file == null ? null : LogFile.of(settings, file);
    if (logFile != null) {
      try {
        logFile.requireWritable();
      } catch (IOException e) {
        throw new BadSettingException(logFile.refusal(e) + " (choose it with -logfile)", e);
      }
    }
    return start(settings, logFile, ConsoleAppender.Target.SYSTEM_OUT);
  }

  /**
   * The same for a program that must start in any case: when the file cannot be written, a warning
   * and the log go to standard error.
   *
   * @throws BadSettingException when a setting is wrong
   */
  public static LogConfiguration startAnyway(Settings settings, @Nullable Path file) {
    if (file == null) {
      return start(settings, null, ConsoleAppender.Target.SYSTEM_OUT);
    }
    LogFile logFile = LogFile.of(settings, file);
    try {
      logFile.requireWritable();
    } catch (IOException e) {
      System.err.println(
          "Warning: "
              + logFile.refusal(e)
              + "; going on, the log goes to standard error (-logfile)");
      return start(settings, null, ConsoleAppender.Target.SYSTEM_ERR);
    }
    return start(settings, logFile, ConsoleAppender.Target.SYSTEM_OUT);
  }

  private static LogConfiguration start(
      Settings settings, @Nullable LogFile file, ConsoleAppender.Target console) {
    boolean stackTraces = settings.flag("log.verbose");
    String format = settings.oneOf("log.format", "original", "details", "json");
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    builder.setStatusLevel(Level.ERROR).setConfigurationName("pmta-tracking");
    // the process stops the log itself, after the routes have logged their last line
    builder.setShutdownHook("disable");
    AppenderComponentBuilder target =
        file == null ? console(builder, console) : file.appender(builder);
    builder.add(target.add(layout(builder, format, stackTraces)));
    builder.add(builder.newLogger("io.github.pmtatracking", Level.INFO));
    builder.add(builder.newLogger(ROUTES, Level.INFO));
    if (!stackTraces) {
      // the reason why a start fails is reported once, by the command
      builder.add(
          builder.newLogger("org.apache.camel.impl.engine.AbstractCamelContext", Level.OFF));
      // it logs every attempt to reach a sentinel; we log whether Redis can be reached
      builder.add(builder.newLogger("io.lettuce.core.RedisClient", Level.ERROR));
      // it logs each connection every five seconds; we log an outage once
      builder.add(builder.newLogger("io.lettuce.core.protocol.ConnectionWatchdog", Level.ERROR));
      // they log, when the client of a cluster is closed, each node and each abandoned answer
      builder.add(builder.newLogger("io.lettuce.core.RedisChannelHandler", Level.ERROR));
      builder.add(
          builder.newLogger(
              "io.netty.util.concurrent.DefaultPromise.rejectedExecution", Level.OFF));
    }
    // Camel and its libraries log every step of a start at INFO; the original tool logged nothing
    // of this kind
    builder.add(builder.newRootLogger(stackTraces ? Level.INFO : Level.WARN));
    String place =
        file != null
            ? file.toString()
            : console == ConsoleAppender.Target.SYSTEM_OUT ? "standard output" : "standard error";
    BuiltConfiguration configuration = builder.build();
    LongAdder dropped = new LongAdder();
    LossReportingAppender writer =
        new LossReportingAppender(
            configuration.getAppender(TARGET),
            format.equals("json")
                ? new JsonLine(ZoneId.systemDefault(), stackTraces)::asMessage
                : MessageCut::of,
            place,
            dropped,
            QUEUE_LINES,
            System.err);
    if (file != null) {
      writer.reopenWith(file.reopening(builder));
    }
    addQueue(configuration, writer, dropped);
    Configurator.reconfigure(configuration);
    return new LogConfiguration(file == null ? null : writer);
  }

  /** Whether the log goes to a file. */
  public boolean isFile() {
    return file != null;
  }

  /**
   * Opens the log file again, as logrotate expects after SIGHUP; queued lines go to the new file.
   * Does nothing for standard output.
   */
  public void reopen() {
    if (file != null) {
      file.requestReopen();
      LoggerFactory.getLogger(LogConfiguration.class).info("Log file reopened");
    }
  }

  /** Puts a queue and a thread before the appender that writes. */
  private static void addQueue(
      Configuration configuration, LossReportingAppender writer, LongAdder dropped) {
    configuration.addAppender(writer);
    AsyncAppender async =
        AsyncAppender.newBuilder()
            .setName("async")
            .setConfiguration(configuration)
            .setAppenderRefs(
                new AppenderRef[] {AppenderRef.createAppenderRef(writer.getName(), null, null)})
            .setBlockingQueueFactory(
                capacity ->
                    new BatchingLogQueue<>(
                        capacity, dropped, LogConfiguration::mayWait, WAIT_MILLIS))
            .setBufferSize(QUEUE_LINES)
            .setShutdownTimeout(DRAIN_MILLIS)
            .build();
    configuration.addAppender(async);
    configuration.getRootLogger().addAppender(async, null, null);
  }

  private static boolean mayWait(LogEvent event) {
    Marker marker = event.getMarker();
    return marker != null && marker.getName().equals(LogMarkers.MAY_WAIT.getName());
  }

  /** Writes out the queued lines; a log that is stalled must not keep the process from ending. */
  @Override
  public void close() {
    Thread closing = new Thread(LogManager::shutdown, "log-close");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static AppenderComponentBuilder console(
      ConfigurationBuilder<BuiltConfiguration> builder, ConsoleAppender.Target target) {
    return builder
        .newAppender(TARGET, "Console")
        .addAttribute("target", target)
        .addAttribute("ignoreExceptions", false)
        .addAttribute("direct", true);
  }

  private static LayoutComponentBuilder layout(
      ConfigurationBuilder<BuiltConfiguration> builder, String format, boolean stackTraces) {
    String thrown = stackTraces ? "%n%xEx" : "%notEmpty{: " + SHORT_REASON + "}";
    LayoutComponentBuilder layout =
        builder
            .newLayout("PatternLayout")
            .addAttribute("alwaysWriteExceptions", false)
            // services often run in the C locale, and Java 17 would write question marks there
            .addAttribute("charset", UTF_8);
    if (format.equals("json")) {
      return layout.addAttribute("pattern", "%m%n");
    }
    String prefix = String.valueOf(TIME_AND_LEVEL.get(format));
    if (format.equals("details")) {
      return layout.addAttribute("pattern", prefix + MESSAGE + thrown + "%n");
    }
    // the original's lines have no level; only warnings and errors are marked
    return layout.addComponent(
        builder
            .newComponent("LevelPatternSelector")
            .addAttribute("defaultPattern", prefix + MESSAGE + thrown + "%n")
            .addComponent(marked(builder, "WARN", prefix + "Warning: " + MESSAGE + thrown + "%n"))
            .addComponent(marked(builder, "ERROR", prefix + "Error: " + MESSAGE + thrown + "%n")));
  }

  private static ComponentBuilder<?> marked(
      ConfigurationBuilder<BuiltConfiguration> builder, String level, String pattern) {
    return builder
        .newComponent("PatternMatch")
        .addAttribute("key", level)
        .addAttribute("pattern", pattern);
  }
}
