package io.github.pmtatracking.command;

import picocli.CommandLine.Option;

/** The flags {@code -h} and {@code -version} of every command. */
final class HelpOption {
  @Option(
      names = {"-h", "-help", "--help"},
      usageHelp = true,
      description = "Print this text")
  private boolean help;

  @Option(
      names = {"-version", "--version"},
      versionHelp = true,
      description = "Print the versions of pmta-tracking, Java and Camel")
  private boolean version;
}
