package io.github.pmtatracking.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.accounting.rejects.RejectsFile;
import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.feeder.deadletter.DeadLetters;
import io.github.pmtatracking.feeder.deadletter.DeadLetters.Fate;
import io.github.pmtatracking.redis.RedisConnections;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.FileErrors;
import io.github.pmtatracking.settings.Settings;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
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
 * {@code deadletter list|show|replay|drop}: dead letters, which are events in Redis and accounting
 * lines in the rejects file. Exit code 2 for wrong usage, 1 when Redis or the file cannot be used.
 */
@Command(
    name = "deadletter",
    description = {
      "Shows what could not be processed, plays it again, or drops it.",
      "That is events that the feeder set aside in Redis, and lines in the rejects file of"
          + " acct_etl."
    },
    subcommands = {
      DeadLetterCommand.ListLetters.class,
      DeadLetterCommand.Show.class,
      DeadLetterCommand.Replay.class,
      DeadLetterCommand.Drop.class
    })
final class DeadLetterCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private HelpOption help = new HelpOption();

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("made by picocli only");
    }
    throw new ParameterException(spec.commandLine(), "Missing command: list, show, replay or drop");
  }

  /** Which letters, where they are, and how the outcome is told; in each of the commands. */
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
        description = "Only those set aside within this time: 30m, 1h, 2d")
    private @Nullable String since;

    @Parameters(paramLabel = "ID", description = "Only those with these ids")
    private String[] ids = new String[0];

    @Mixin private HelpOption help = new HelpOption();

    DeadLetterFilter selection() {
      try {
        return DeadLetterFilter.of(ids, reason, since, Instant.now());
      } catch (IllegalArgumentException e) {
        throw usage("-since " + since + ": " + e.getMessage());
      }
    }

    ParameterException usage(String message) {
      if (spec == null) {
        throw new IllegalStateException("made by picocli only");
      }
      return new ParameterException(spec.commandLine(), message);
    }

    PrintWriter out() {
      return spec == null ? new PrintWriter(System.out) : spec.commandLine().getOut();
    }

    /** Something to do with both places; returns the exit code. */
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

  /** Which letters a command changes: that it is all of them must be said. */
  static final class Which {
    @Option(
        names = {"-all", "--all"},
        description = "All of them")
    private boolean all;

    DeadLetterFilter selection(Common common) {
      DeadLetterFilter selection = common.selection();
      if (selection.isEverything() != all) {
        throw common.usage("Which? Give ids, -reason, -since, or -all");
      }
      return selection;
    }
  }

  @Command(name = "list", description = "Prints a line for each: id, time, reason, detail")
  static final class ListLetters implements Callable<Integer> {
    @Mixin private Common common = new Common();

    @Override
    public Integer call() {
      DeadLetterFilter selection = common.selection();
      AtomicInteger count = new AtomicInteger();
      return common.with(
          (letters, rejects) -> {
            letters.forEach(
                letter -> {
                  if (selection.takes(letter.id(), letter.reason(), letter.time())) {
                    line(letter.id(), letter.time(), letter.reason(), letter.detail());
                    count.incrementAndGet();
                  }
                });
            for (RejectsFile.Reject reject : rejects.read()) {
              if (takes(selection, reject)) {
                line(reject.id(), reject.time(), "accounting", reject.reason());
                count.incrementAndGet();
              }
            }
            common.out().println(count + " set aside");
            return 0;
          });
    }

    private void line(String id, Instant time, String reason, String detail) {
      common.out().printf("%-20s %s %-10s %s%n", id, time, reason, detail);
    }
  }

  @Command(name = "show", description = "Prints all that is known of some, and what they are")
  static final class Show implements Callable<Integer> {
    @Mixin private Common common = new Common();

    @Override
    public Integer call() {
      DeadLetterFilter selection = common.selection();
      if (selection.isEverything()) {
        throw common.usage("Which? Give an id, -reason or -since");
      }
      AtomicInteger count = new AtomicInteger();
      return common.with(
          (letters, rejects) -> {
            letters.forEach(
                letter -> {
                  if (selection.takes(letter.id(), letter.reason(), letter.time())) {
                    show(letter);
                    count.incrementAndGet();
                  }
                });
            for (RejectsFile.Reject reject : rejects.read()) {
              if (takes(selection, reject)) {
                common.out().printf("id      %s%n%s%n%n", reject.id(), reject.json());
                count.incrementAndGet();
              }
            }
            if (count.get() == 0) {
              common.out().println("Nothing like that was set aside");
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
      description = "Queues events once more, and has acct_etl load rejected lines once more")
  static final class Replay implements Callable<Integer> {
    @Mixin private Common common = new Common();
    @Mixin private Which which = new Which();

    @Override
    public Integer call() {
      DeadLetterFilter selection = which.selection(common);
      return common.with(
          (letters, rejects) -> {
            requireChangeable(rejects, selection);
            long events = decide(letters, selection, Fate.REPLAY);
            int lines = rejects.replay(reject -> takes(selection, reject), this::load);
            if (lines < 0) {
              common
                  .out()
                  .println(events + " events queued again; acct_etl failed, its lines stay");
              return 1;
            }
            common
                .out()
                .println(
                    events + " events queued again, " + lines + " accounting lines read again");
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

  @Command(name = "drop", description = "Deletes them for good")
  static final class Drop implements Callable<Integer> {
    @Mixin private Common common = new Common();
    @Mixin private Which which = new Which();

    @Override
    public Integer call() {
      DeadLetterFilter selection = which.selection(common);
      return common.with(
          (letters, rejects) -> {
            requireChangeable(rejects, selection);
            long events = decide(letters, selection, Fate.DROP);
            int lines = rejects.drop(reject -> takes(selection, reject));
            common.out().println(events + " events and " + lines + " accounting lines dropped");
            return 0;
          });
    }
  }

  /** Before the first event is changed: all that is chosen, or nothing. */
  private static void requireChangeable(RejectsFile rejects, DeadLetterFilter selection)
      throws IOException {
    if (rejects.read().stream().anyMatch(reject -> takes(selection, reject))) {
      rejects.requireChangeable();
    }
  }

  private static long decide(DeadLetters letters, DeadLetterFilter selection, Fate fate) {
    return letters.decide(
        letter -> selection.takes(letter.id(), letter.reason(), letter.time()) ? fate : Fate.KEEP);
  }

  private static boolean takes(DeadLetterFilter selection, RejectsFile.Reject reject) {
    return selection.takes(reject.id(), "accounting: " + reject.reason(), reject.time());
  }
}
