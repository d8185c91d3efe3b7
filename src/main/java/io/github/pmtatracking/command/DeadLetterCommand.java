package io.github.pmtatracking.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.accounting.rejects.RejectsFile;
import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.feeder.deadletter.DeadLetters;
import io.github.pmtatracking.feeder.deadletter.DeadLetters.Action;
import io.github.pmtatracking.redis.RedisConnections;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.FileErrors;
import io.github.pmtatracking.settings.Settings;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code deadletter list|show|replay|drop}: dead letters in Redis, and rejected accounting lines in
 * the rejects file. Exit code 2 for wrong usage, 1 when Redis or the file cannot be used.
 */
@Command(
    name = "deadletter",
    description = {
      "Shows, replays or drops events and accounting lines that could not be processed.",
      "The events are the dead letters of the feeder in Redis; the lines are in the rejects file of"
          + " acct_etl."
    },
    subcommands = {
      DeadLetterCommand.ListCommand.class,
      DeadLetterCommand.ShowCommand.class,
      DeadLetterCommand.ReplayCommand.class,
      DeadLetterCommand.DropCommand.class
    })
final class DeadLetterCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private HelpOption help = new HelpOption();

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("must be created by picocli");
    }
    throw new ParameterException(spec.commandLine(), "Missing command: list, show, replay or drop");
  }

  /** The options of all commands, the access to both places, and the output. */
  static final class Common {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Mixin private ConfigOption config = new ConfigOption();

    @Option(
        names = {"-reason", "--reason"},
        paramLabel = "REASON",
        description = "Only those whose reason contains this: unreadable, expired, refused, ...")
    private @Nullable String reason;

    @Option(
        names = {"-since", "--since"},
        paramLabel = "TIME",
        description = "Only those added within this time: 30m, 1h, 2d")
    private @Nullable String since;

    @Parameters(paramLabel = "ID", description = "Only those with these ids")
    private String[] ids = new String[0];

    @Mixin private HelpOption help = new HelpOption();

    DeadLetterFilter filter() {
      try {
        return DeadLetterFilter.of(ids, reason, since, InstantSource.system().instant());
      } catch (IllegalArgumentException e) {
        throw usage("-since " + since + ": " + e.getMessage());
      }
    }

    ParameterException usage(String message) {
      if (spec == null) {
        throw new IllegalStateException("must be created by picocli");
      }
      return new ParameterException(spec.commandLine(), message);
    }

    PrintWriter out() {
      return spec == null ? new PrintWriter(System.out) : spec.commandLine().getOut();
    }

    /** The work of a command with both places; returns the exit code. */
    interface Work {
      int run(DeadLetters letters, RejectsFile rejects) throws IOException;
    }

    int with(Work work) {
      PrintWriter err = spec == null ? new PrintWriter(System.err) : spec.commandLine().getErr();
      try {
        Settings settings = Settings.load(configFile(), System.getenv(), Map.of());
        RejectsFile rejects = new RejectsFile(settings.path("accounting.rejects.file"));
        try (RedisConnections redis = new RedisConnections(settings)) {
          DeadLetters letters =
              new DeadLetters(
                  redis.queue(),
                  settings.required("tracking.queue"),
                  settings.duration("redis.timeout"));
          return work.run(letters, rejects);
        } finally {
          out().flush();
        }
      } catch (BadSettingException e) {
        err.println("deadletter: " + e.getMessage());
      } catch (RedisException e) {
        err.println("deadletter: " + e.getMessage() + " (set redis.url or REDIS_URL)");
      } catch (IOException e) {
        err.println("deadletter: the rejects file cannot be used: " + FileErrors.reason(e));
      }
      err.flush();
      return 1;
    }

    @Nullable Path configFile() {
      return config.file();
    }
  }

  /** The selection of a command that changes something: all of them only with {@code -all}. */
  static final class SelectionRequired {
    @Option(
        names = {"-all", "--all"},
        description = "All of them")
    private boolean all;

    DeadLetterFilter filter(Common common) {
      DeadLetterFilter filter = common.filter();
      if (filter.isEverything() != all) {
        throw common.usage("Nothing selected: give ids, -reason, -since, or -all");
      }
      return filter;
    }
  }

  @Command(name = "list", description = "Prints a line for each: id, time, reason, detail")
  static final class ListCommand implements Callable<Integer> {
    @Mixin private Common common = new Common();

    @Override
    public Integer call() {
      DeadLetterFilter filter = common.filter();
      AtomicInteger count = new AtomicInteger();
      return common.with(
          (letters, rejects) -> {
            letters.forEach(
                letter -> {
                  if (filter.matches(letter.id(), letter.reason(), letter.time())) {
                    line(letter.id(), letter.time(), letter.reason(), letter.detail());
                    count.incrementAndGet();
                  }
                });
            for (RejectsFile.Reject reject : rejects.read()) {
              if (matches(filter, reject)) {
                line(reject.id(), reject.time(), "accounting", reject.reason());
                count.incrementAndGet();
              }
            }
            common.out().println(count + " dead letters");
            return 0;
          });
    }

    private void line(String id, Instant time, String reason, String detail) {
      common.out().printf("%-20s %s %-10s %s%n", id, time, reason, detail);
    }
  }

  @Command(name = "show", description = "Prints all details and the unchanged entry")
  static final class ShowCommand implements Callable<Integer> {
    @Mixin private Common common = new Common();

    @Override
    public Integer call() {
      DeadLetterFilter filter = common.filter();
      if (filter.isEverything()) {
        throw common.usage("Nothing selected: give an id, -reason or -since");
      }
      AtomicInteger count = new AtomicInteger();
      return common.with(
          (letters, rejects) -> {
            letters.forEach(
                letter -> {
                  if (filter.matches(letter.id(), letter.reason(), letter.time())) {
                    show(letter);
                    count.incrementAndGet();
                  }
                });
            for (RejectsFile.Reject reject : rejects.read()) {
              if (matches(filter, reject)) {
                common.out().printf("id      %s%n%s%n%n", reject.id(), reject.json());
                count.incrementAndGet();
              }
            }
            if (count.get() == 0) {
              common.out().println("No such dead letter");
            }
            return count.get() == 0 ? 1 : 0;
          });
    }

    private void show(DeadLetter letter) {
      common
          .out()
          .printf(
              "id      %s%ntime    %s%nreason  %s%ndetail  %s%nentry   %s%n%n",
              letter.id(),
              letter.time(),
              letter.reason(),
              letter.detail(),
              new String(letter.entry(), UTF_8));
    }
  }

  @Command(
      name = "replay",
      description = "Queues events again, and loads rejected lines again with acct_etl")
  static final class ReplayCommand implements Callable<Integer> {
    @Mixin private Common common = new Common();
    @Mixin private SelectionRequired required = new SelectionRequired();

    @Override
    public Integer call() {
      DeadLetterFilter filter = required.filter(common);
      return common.with(
          (letters, rejects) -> {
            requireChangeable(rejects, filter);
            long events = process(letters, filter, Action.REPLAY);
            int lines = rejects.replay(reject -> matches(filter, reject), this::load);
            if (lines < 0) {
              common
                  .out()
                  .println(
                      events
                          + " events queued again; acct_etl failed, its lines stay in the rejects"
                          + " file");
              return 1;
            }
            common
                .out()
                .println(
                    events + " events queued again, " + lines + " accounting lines loaded again");
            return 0;
          });
    }

    private int load(Path csv) {
      Path config = common.configFile();
      return config == null
          ? Commands.execute("acct_etl", "-replay", csv.toString())
          : Commands.execute("acct_etl", "-replay", "-config", config.toString(), csv.toString());
    }
  }

  @Command(name = "drop", description = "Deletes them")
  static final class DropCommand implements Callable<Integer> {
    @Mixin private Common common = new Common();
    @Mixin private SelectionRequired required = new SelectionRequired();

    @Override
    public Integer call() {
      DeadLetterFilter filter = required.filter(common);
      return common.with(
          (letters, rejects) -> {
            requireChangeable(rejects, filter);
            long events = process(letters, filter, Action.DROP);
            int lines = rejects.drop(reject -> matches(filter, reject));
            common.out().println(events + " events and " + lines + " accounting lines dropped");
            return 0;
          });
    }
  }

  /** Checks both places before the first change, so that everything changes or nothing. */
  private static void requireChangeable(RejectsFile rejects, DeadLetterFilter filter)
      throws IOException {
    if (rejects.read().stream().anyMatch(reject -> matches(filter, reject))) {
      rejects.requireChangeable();
    }
  }

  private static long process(DeadLetters letters, DeadLetterFilter filter, Action action) {
    return letters.process(
        letter ->
            filter.matches(letter.id(), letter.reason(), letter.time()) ? action : Action.KEEP);
  }

  private static boolean matches(DeadLetterFilter filter, RejectsFile.Reject reject) {
    return filter.matches(reject.id(), "accounting: " + reject.reason(), reject.time());
  }
}
