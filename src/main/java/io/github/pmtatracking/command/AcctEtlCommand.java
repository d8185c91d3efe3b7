package io.github.pmtatracking.command;

import io.github.pmtatracking.accounting.route.AccountingFlow;
import io.github.pmtatracking.process.Flow;
import io.github.pmtatracking.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code acct_etl}: loads PowerMTA's accounting records into Redis, from a pipe or from files. */
@Command(
    name = "acct_etl",
    description = {
      "Extract, transform and load piped PowerMTA accounting records into Redis.",
      "Requires a heading line for the records. Reads standard input unless files are named."
    })
final class AcctEtlCommand extends FlowCommand {
  private static final String FILES = "accounting.files";

  private final List<String> files = new ArrayList<>();

  @Option(
      names = {"-infile", "--infile"},
      paramLabel = "FILE",
      description = "A file to read; one that ends in .gz is decompressed")
  void inFile(String value) {
    file("-infile", value);
  }

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "The same as -infile")
  void arguments(List<String> values) {
    values.forEach(value -> file("the command line", value));
  }

  @Option(
      names = "-replay",
      hidden = true,
      description = "Do not save the heading lines (used by deadletter replay)")
  void replay(boolean value) {
    flag("accounting.save-headings", "-replay", Boolean.toString(!value));
  }

  private void file(String origin, String value) {
    if (!files.contains(value)) {
      files.add(value);
    }
    flag(FILES, origin, String.join("\n", files));
  }

  @Override
  List<Flow> flows() {
    return List.of(new AccountingFlow());
  }

  @Override
  @Nullable String managementPortKey() {
    return "accounting.management.port";
  }

  /** False: reading PowerMTA's pipe is more important than the log. */
  @Override
  boolean endsWithoutLog() {
    return false;
  }

  /** True: PowerMTA's pipe must not end because of an edited route. */
  @Override
  boolean triesBuiltInRoutes() {
    return true;
  }

  @Override
  String greeting(Settings settings) {
    String input = settings.text(FILES);
    return "Starting acct_etl on "
        + (input.isEmpty() ? "standard input" : input.lines().count() + " file(s)");
  }
}
