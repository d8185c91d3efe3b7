package io.github.pmtatracking.command;

import io.github.pmtatracking.process.ProductVersion;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * All commands by name, read as Go's {@code flag} package reads them: one dash or two, {@code -x
 * v}, {@code -x=v}.
 */
@Command(
    name = "pmta-tracking",
    description = "Open and click tracking for PowerMTA and SparkPost Signals")
public final class Commands implements Runnable {
  private static final List<Entry<String, Class<?>>> ALL =
      List.of(
          Map.entry("acct_etl", AcctEtlCommand.class),
          Map.entry("tracker", TrackerCommand.class),
          Map.entry("feeder", FeederCommand.class),
          Map.entry("wrapper", WrapperCommand.class),
          Map.entry("run", RunCommand.class),
          Map.entry("linktool", LinkToolCommand.class),
          Map.entry("deadletter", DeadLetterCommand.class),
          Map.entry("redis-setup", RedisSetupCommand.class),
          Map.entry("demo", DemoCommand.class),
          Map.entry("aot", AotCommand.class));

  private static final int WRONG_USAGE = 2;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private HelpOption help = new HelpOption();

  private Commands() {}

  /**
   * Runs the command that the arguments name.
   *
   * @return the exit code: 0 done, 1 failed (one line on standard error says why), 2 wrong usage
   */
  public static int execute(String... args) {
    if (args.length > 0 && args[0].equals("archive")) {
      System.err.println("pmta-tracking: \"archive\" is now \"aot\": bin/pmta-tracking aot");
      return WRONG_USAGE;
    }
    return named(args)
        .setPosixClusteredShortOptionsAllowed(false)
        .setOverwrittenOptionsAllowed(true)
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(Commands::failed)
        .execute(args);
  }

  /** Prints an unexpected exception in one line, instead of the stack trace that picocli prints. */
  private static int failed(Exception e, CommandLine command, ParseResult parsed) {
    command.getErr().println(command.getCommandName() + ": failed: " + e);
    command.getErr().flush();
    return 1;
  }

  /** Adds only the named command, if there is one, because reading the flags of all takes time. */
  private static CommandLine named(String... args) {
    CommandLine all = new CommandLine(new Commands());
    boolean known = args.length > 0 && ALL.stream().anyMatch(c -> c.getKey().equals(args[0]));
    for (Entry<String, Class<?>> command : ALL) {
      if (!known || command.getKey().equals(args[0])) {
        all.addSubcommand(command.getKey(), command.getValue());
      }
    }
    tellVersion(all);
    return all;
  }

  private static void tellVersion(CommandLine command) {
    command.getCommandSpec().versionProvider(() -> new String[] {ProductVersion.line()});
    command.getSubcommands().values().forEach(Commands::tellVersion);
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "Which command?");
    }
  }
}
