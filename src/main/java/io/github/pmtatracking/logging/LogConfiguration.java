package io.github.pmtatracking.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
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
 * Configures the log of this process: standard output, or a {@link LogFile}. Lines are written by a
 * thread of their own, so that no event loop waits for a disk; when that stands still, they are
 * dropped and counted. Line ends in a message are escaped, so that nobody can forge a line, and a
 * message over {@value LossReportingAppender#MAX_MESSAGE} characters is cut.
 */
public final class LogConfiguration implements AutoCloseable {
  static final String TARGET = "target";
  private static final int QUEUE_LINES = 16_384;
  private static final int PATIENCE_MILLIS = 1_000;
  private static final int DRAIN_MILLIS = 3_000;
  private static final int CLOSE_MILLIS = 4_000;
  private static final String SHORT_REASON = "%maxLen{%ex{short.message}}{2000}";
  private static final String MESSAGE = "%enc{%m}{CRLF}";
  private static final Map<String, String> TIME_AND_LEVEL =
      Map.of("original", "%d{yyyy/MM/dd HH:mm:ss} ", "details", "%d{ISO8601} %-5p [%c{1}] ");
  private static final String JSON =
      "{\"time\":\"%d{ISO8601_OFFSET_DATE_TIME_HHCMM}\",\"level\":\"%p\",\"logger\":\"%c{1}\","
          + "\"message\":\"%enc{%m}{JSON}\"";

  private final @Nullable LossReportingAppender file;

  private LogConfiguration(@Nullable LossReportingAppender file) {
    this.file = file;
  }

  /**
   * Starts the log; {@link #close} writes out what is queued.
   *
   * @param file where to, or null for standard output
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
   * The same for a program that must go on: when the file cannot be written, that is told on
   * standard error, and so is the log.
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
    // the process ends the log itself, after the routes have said their last
    builder.setShutdownHook("disable");
    AppenderComponentBuilder target =
        file == null ? console(builder, console) : file.appender(builder);
    builder.add(target.add(layout(builder, format, stackTraces)));
    builder.add(builder.newLogger("io.github.pmtatracking", Level.INFO));
    if (!stackTraces) {
      // why a start fails is told once, by whoever asked for it
      builder.add(
          builder.newLogger("org.apache.camel.impl.engine.AbstractCamelContext", Level.OFF));
      // of a sentinel that is away, each time; whether Redis can be reached is told by us
      builder.add(builder.newLogger("io.lettuce.core.RedisClient", Level.ERROR));
      // of each connection, every five seconds; an outage is told once, by us
      builder.add(builder.newLogger("io.lettuce.core.protocol.ConnectionWatchdog", Level.ERROR));
      // said when the client of a cluster is closed: of each node, and of answers not waited for
      builder.add(builder.newLogger("io.lettuce.core.RedisChannelHandler", Level.ERROR));
      builder.add(
          builder.newLogger(
              "io.netty.util.concurrent.DefaultPromise.rejectedExecution", Level.OFF));
    }
    // Camel and its libraries tell what they do at INFO; an operator of the original tool never saw
    // that
    builder.add(builder.newRootLogger(stackTraces ? Level.INFO : Level.WARN));
    String place =
        file != null
            ? file.toString()
            : console == ConsoleAppender.Target.SYSTEM_OUT ? "standard output" : "standard error";
    BuiltConfiguration configuration = builder.build();
    LongAdder dropped = new LongAdder();
    LossReportingAppender telling =
        new LossReportingAppender(
            configuration.getAppender(TARGET), place, dropped, QUEUE_LINES, System.err);
    if (file != null) {
      telling.reopenWith(file.reopening(builder));
    }
    addThreadOfItsOwn(configuration, telling, dropped);
    Configurator.reconfigure(configuration);
    return new LogConfiguration(file == null ? null : telling);
  }

  /** Whether the log goes to a file. */
  public boolean isFile() {
    return file != null;
  }

  /**
   * Begins a new file where the log was renamed, as logrotate expects after SIGHUP; lines that are
   * queued go to it. Does nothing for standard output.
   */
  public void reopen() {
    if (file != null) {
      file.requestReopen();
      LoggerFactory.getLogger(LogConfiguration.class).info("Log file reopened");
    }
  }

  /** What the configuration's text cannot name are the queue and who tells what it drops. */
  private static void addThreadOfItsOwn(
      Configuration configuration, LossReportingAppender telling, LongAdder dropped) {
    configuration.addAppender(telling);
    AsyncAppender async =
        AsyncAppender.newBuilder()
            .setName("async")
            .setConfiguration(configuration)
            .setAppenderRefs(
                new AppenderRef[] {AppenderRef.createAppenderRef(telling.getName(), null, null)})
            .setBlockingQueueFactory(
                capacity -> new BatchingLogQueue<>(capacity, dropped, PATIENCE_MILLIS))
            .setBufferSize(QUEUE_LINES)
            .setShutdownTimeout(DRAIN_MILLIS)
            .build();
    configuration.addAppender(async);
    configuration.getRootLogger().addAppender(async, null, null);
  }

  /** Writes out what is queued; a log that stands still must not keep the process from ending. */
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
      return layout.addAttribute(
          "pattern",
          JSON
              + "%notEmpty{,\"thrown\":\"%enc{"
              + (stackTraces ? "%ex{full}" : SHORT_REASON)
              + "}{JSON}\"}}%n");
    }
    String prefix = String.valueOf(TIME_AND_LEVEL.get(format));
    if (format.equals("details")) {
      return layout.addAttribute("pattern", prefix + MESSAGE + thrown + "%n");
    }
    // as the original's lines carry no level, only what is not routine is marked
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
