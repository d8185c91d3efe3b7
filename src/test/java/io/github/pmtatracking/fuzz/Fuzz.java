package io.github.pmtatracking.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Sends inputs to each program for a time, with honest work in between. Input number n of a seed is
 * always the same, so that one that broke something can be sent again alone.
 */
@Command(
    name = "fuzz",
    mixinStandardHelpOptions = true,
    description = "Sends seeded noise to each program, for so many minutes each")
final class Fuzz implements Callable<Integer> {
  private static final int HONEST_EVERY = 250;

  @Option(
      names = {"-seed", "--seed"},
      paramLabel = "N",
      description = "Chooses the inputs (default: another one each time)")
  private long seed = new Random().nextInt(1_000_000);

  @Option(
      names = {"-minutes", "--minutes"},
      paramLabel = "N",
      description = "For each program (default: ${DEFAULT-VALUE})")
  private int minutes = 60;

  @Option(
      names = {"-only", "--only"},
      paramLabel = "NAME",
      description = "One of tracker, wrapper, feeder, accounting (default: all)")
  private String only = "";

  private Fuzz() {}

  /** Starts a program in a folder of its own. */
  interface Start {
    FuzzTarget in(Path folder) throws Exception;
  }

  /** A kind of input, and how the program that takes it is started. */
  record Kind(String name, Start start) {
    @Override
    public String toString() {
      return name;
    }

    static List<Kind> all() {
      return List.of(
          new Kind("tracker", TrackerFuzz::start),
          new Kind("wrapper", WrapperFuzz::start),
          new Kind("feeder", FeederFuzz::start),
          new Kind("accounting", AccountingFuzz::start));
    }

    /** Its number stands in the name of the first input that fails. */
    String run(Path folder, long seed, LongPredicate more) throws Exception {
      try (FuzzTarget target = start.in(folder)) {
        target.requireHonestWork();
        long before = target.residentBytes();
        long number = 0;
        try {
          for (; more.test(number); number++) {
            target.send(new Random(seed * 1_000_003 + number));
            if (number % HONEST_EVERY == HONEST_EVERY - 1) {
              target.requireHonestWork();
            }
          }
          target.requireHonestWork();
          target.finish();
        } catch (AssertionError | Exception e) {
          throw new AssertionError(
              name + ", seed " + seed + ", input " + number + " or one before it: " + e, e);
        }
        return String.format(
            Locale.ROOT,
            "%s: seed %d, %,d inputs, %s, resident %d -> %d MB",
            name,
            seed,
            number,
            target.summary(),
            before >> 20,
            target.residentBytes() >> 20);
      }
    }
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Fuzz()).execute(arguments));
  }

  /**
   * @return 0 when all honest work was done
   */
  @Override
  public Integer call() throws IOException {
    PrintStream out = System.out;
    Path folder = Files.createTempDirectory("fuzz");
    out.printf("seed %d, %d minutes each; logs in %s%n", seed, minutes, folder);
    int broken = 0;
    for (Kind kind : Kind.all()) {
      if (!only.isEmpty() && !only.equals(kind.name())) {
        continue;
      }
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
      try {
        out.println(
            kind.run(
                Files.createTempDirectory(folder, kind.name()),
                seed,
                number -> System.nanoTime() < end));
      } catch (AssertionError | Exception e) {
        broken++;
        out.println("FAILED: " + e.getMessage());
      }
      out.flush();
    }
    return broken == 0 ? 0 : 1;
  }
}
