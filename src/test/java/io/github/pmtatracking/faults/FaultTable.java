package io.github.pmtatracking.faults;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs every fault often, at random moments, and prints what became of every event as a table in
 * Markdown. The seed, which is printed, chooses the same moments again, as far as a machine allows.
 */
@Command(
    name = "faults",
    mixinStandardHelpOptions = true,
    description = "Prints the table of faults")
final class FaultTable implements java.util.concurrent.Callable<Integer> {

  @Option(
      names = {"-seed", "--seed"},
      paramLabel = "N",
      description = "Chooses the moments (default: another one each time)")
  private long seed = new Random().nextInt(1_000_000);

  @Option(
      names = {"-rounds", "--rounds"},
      paramLabel = "N",
      description = "How often each fault strikes (default: ${DEFAULT-VALUE})")
  private int rounds = 20;

  @Option(
      names = {"-only", "--only"},
      paramLabel = "REGEX",
      description = "Only faults in whose name this is found")
  private String only = "";

  private FaultTable() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new FaultTable()).execute(arguments));
  }

  /**
   * @return 0 when nothing was lost but what was declared lost
   */
  @Override
  public Integer call() throws Exception {
    PrintStream out = System.out;
    Path folder = Files.createTempDirectory("faults");
    out.printf("seed %d, %d rounds; logs in %s%n%n", seed, rounds, folder);
    out.println("| " + String.join(" | ", FaultResult.HEADINGS) + " |");
    out.println("|---|---:|---:|---:|---:|---:|---:|---|");
    int broken = 0;
    for (Fault fault : Faults.all(folder)) {
      if (!Pattern.compile(only).matcher(fault.title()).find()) {
        continue;
      }
      // a harness for each: what one fault leaves behind shall not count for the next
      Path own = Files.createTempDirectory(folder, "harness");
      try (FaultHarness harness = new FaultHarness(own, new Random(seed), FaultHarness.LONG)) {
        FaultResult row = fault.strike(harness, rounds);
        out.println(row.markdown());
        out.flush();
        row.requireNothingLost();
      } catch (AssertionError | Exception e) {
        broken++;
        out.println("| " + fault.title() + " | | | | | | | FAILED: " + firstLine(e) + " |");
        System.err.println(e);
      }
    }
    return broken == 0 ? 0 : 1;
  }

  private static String firstLine(Throwable thrown) {
    return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("").strip();
  }
}
