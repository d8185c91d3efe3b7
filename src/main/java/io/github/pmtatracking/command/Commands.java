package io.github.pmtatracking.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * All commands by name, read as Go's {@code flag} package reads them: one dash or two, {@code -x
 * v}, {@code -x=v}.
 */
@Command(
    name = "pmta-tracking",
    description = "Open and click tracking for PowerMTA and SparkPost Signals",
    subcommands = {
      AcctEtlCommand.class,
      TrackerCommand.class,
      FeederCommand.class,
      WrapperCommand.class,
      RunCommand.class,
      LinkToolCommand.class,
      DeadLetterCommand.class,
      DemoCommand.class
    })
public final class Commands implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "-help", "--help"},
      usageHelp = true,
      description = "Print this text")
  private boolean help;

  private Commands() {}

  /**
   * Runs the command that the arguments name.
   *
   * @return the exit code: 0 done, 1 failed (one line on standard error says why), 2 wrong usage
   */
  public static int execute(String... args) {
    return new CommandLine(new Commands())
        .setPosixClusteredShortOptionsAllowed(false)
        .setOverwrittenOptionsAllowed(true)
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .execute(args);
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "Which command?");
    }
  }
}
