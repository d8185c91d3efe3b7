package io.github.pmtatracking.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * All commands by name, read as Go's {@code flag} package reads them: one dash or two, {@code -x
 * v}, {@code -x=v}.
 */
@Command(
    name = "pmta-tracking",
    description = "Open and click tracking for PowerMTA and SparkPost Signals",
    subcommands = {DemoCommand.class})
public final class Commands implements Runnable {
  @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

  @CommandLine.Option(
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
