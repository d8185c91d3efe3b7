package io.github.pmtatracking.command;

import io.github.pmtatracking.logging.LogConfiguration;
import io.github.pmtatracking.process.Flow;
import io.github.pmtatracking.process.FlowProcess;
import io.github.pmtatracking.process.ManagementAddress;
import io.github.pmtatracking.process.PortTakenException;
import io.github.pmtatracking.process.RouteFaultException;
import io.github.pmtatracking.process.StartFailedException;
import io.github.pmtatracking.settings.BadFlagException;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.InstallationDirectory;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.settings.Settings.Flag;
import io.github.pmtatracking.text.HostPort;
import io.github.pmtatracking.text.RootCause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The commands that run flows: their common flags, the log, and the exit code. */
abstract class FlowCommand implements Callable<Integer> {
  private final Map<String, Flag> flags = new LinkedHashMap<>();

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-logfile", "--logfile"},
      paramLabel = "FILE",
      description = "Write the log to FILE, rotated each day (default: standard output)")
  private @Nullable Path logFile;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = {"-routes", "--routes"},
      paramLabel = "DIR",
      description =
          "Routes in DIR win over the built-in ones (default: routes/ of the installation)")
  private @Nullable Path routes;

  @Option(
      names = {"-verbose", "--verbose"},
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Print out lots of messages, and stack traces")
  void verbose(String value) {
    booleanFlag("log.verbose", "-verbose", value);
  }

  @Mixin private HelpOption help = new HelpOption();

  /** The flows of this command. */
  abstract List<Flow> flows();

  /** The setting of the port of health and metrics; null for a program that serves none. */
  abstract @Nullable String managementPortKey();

  /** Whether a log file that cannot be written ends the start. */
  boolean endsWithoutLog() {
    return true;
  }

  /** Whether a start that failed with the operator's routes is tried with the built-in ones. */
  boolean triesBuiltInRoutes() {
    return false;
  }

  /** The first line of the log: the program, and the address at which it listens. */
  abstract String greeting(Settings settings);

  /** Keeps the value of a flag for the settings. */
  final void flag(String key, String name, String value) {
    flags.put(key, new Flag(name, value));
  }

  /** The same for true or false, in each spelling that Go's flag package takes. */
  final void booleanFlag(String key, String name, String value) {
    String word =
        switch (value) {
          case "1", "t", "T", "TRUE", "True" -> "true";
          case "0", "f", "F", "FALSE", "False" -> "false";
          default -> value;
        };
    flag(key, name, word);
  }

  @Override
  public final Integer call() throws InterruptedException {
    try {
      Settings settings = Settings.load(config.file(), System.getenv(), flags);
      return run(settings);
    } catch (BadSettingException e) {
      return fail(e, verboseByFlag());
    }
  }

  private int run(Settings settings) throws InterruptedException {
    try (LogConfiguration log = startLog(settings)) {
      Path routesFolder = routesFolder();
      HostPort management = management(settings);
      FlowProcess process = new FlowProcess(settings, flows(), routesFolder, management);
      String greeting = greeting(settings);
      if (log.isFile()) {
        System.out.println(greeting + ", logging to " + logFile);
      }
      LoggerFactory.getLogger(getClass()).info("{}", greeting);
      try {
        return runWithOneOfTheRoutes(process, settings, routesFolder, management);
      } catch (StartFailedException | BadSettingException e) {
        if (log.isFile()) {
          LoggerFactory.getLogger(getClass()).error("{}", e.getMessage());
        }
        return fail(e, settings.flag("log.verbose"));
      }
    }
  }

  private int runWithOneOfTheRoutes(
      FlowProcess process,
      Settings settings,
      @Nullable Path routesFolder,
      @Nullable HostPort management)
      throws InterruptedException {
    try {
      return run(process, settings, routesFolder, management);
    } catch (StartFailedException e) {
      boolean anotherCause =
          RootCause.find(e, BadSettingException.class) != null
              && RootCause.find(e, RouteFaultException.class) == null;
      if (routesFolder == null || !triesBuiltInRoutes() || anotherCause) {
        throw e;
      }
      LoggerFactory.getLogger(getClass())
          .error(
              "Start failed with the routes of a folder; the built-in routes are used until they"
                  + " are mended: folder={} error={}",
              routesFolder,
              e.getMessage());
      return run(new FlowProcess(settings, flows(), null, management), settings, null, management);
    }
  }

  /** Runs the process; with the program's own management port if another program got the shared. */
  private int run(
      FlowProcess process,
      Settings settings,
      @Nullable Path routesFolder,
      @Nullable HostPort management)
      throws InterruptedException {
    try (process) {
      return process.run();
    } catch (StartFailedException e) {
      HostPort own =
          e.getCause() instanceof PortTakenException
              ? managementInstead(settings, management)
              : null;
      if (own == null) {
        throw e;
      }
      FlowProcess second = new FlowProcess(settings, flows(), routesFolder, own);
      return run(second, settings, routesFolder, own);
    }
  }

  private LogConfiguration startLog(Settings settings) {
    HangUpSignal hangUp = HangUpSignal.takeOver();
    LogConfiguration log =
        endsWithoutLog()
            ? LogConfiguration.start(settings, logFile)
            : LogConfiguration.startAnyway(settings, logFile);
    hangUp.opened(log);
    return log;
  }

  private boolean verboseByFlag() {
    Flag flag = flags.get("log.verbose");
    return flag != null && flag.value().equals("true");
  }

  private int fail(RuntimeException e, boolean verbose) {
    System.err.println(name() + ": " + e.getMessage());
    if (verbose) {
      e.printStackTrace();
    }
    return RootCause.find(e, BadFlagException.class) == null ? 1 : 2;
  }

  private String name() {
    return spec == null ? getClass().getSimpleName() : spec.name();
  }

  private @Nullable Path routesFolder() {
    if (routes != null && !Files.isDirectory(routes)) {
      throw new BadSettingException(
          "routes folder " + routes + " is no folder (choose it with -routes DIR)");
    }
    return routes != null ? routes : InstallationDirectory.existing("routes");
  }

  private @Nullable HostPort management(Settings settings) {
    String portKey = managementPortKey();
    return portKey == null ? null : ManagementAddress.of(settings, portKey);
  }

  private @Nullable HostPort managementInstead(Settings settings, @Nullable HostPort taken) {
    String portKey = managementPortKey();
    return portKey == null || taken == null
        ? null
        : ManagementAddress.insteadOf(taken, settings, portKey);
  }
}
