package io.github.pmtatracking.command;

import picocli.CommandLine.Option;

/** The flag {@code -h} of every command. */
final class HelpOption {
  @Option(
      names = {"-h", "-help", "--help"},
      usageHelp = true,
      description = "Print this text")
  private boolean help;
}
