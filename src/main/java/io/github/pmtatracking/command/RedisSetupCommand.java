package io.github.pmtatracking.command;

import io.github.pmtatracking.redis.RedisSetup;
import io.github.pmtatracking.redis.RedisSetupException;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code redis-setup}: prepares a Redis that is in use, without losing its data. */
@Command(
    name = "redis-setup",
    description = {
      "Prepares the Redis of redis.url (and of redis.attributes.url) while it runs: appendonly"
          + " yes,",
      "maxmemory-policy noeviction, and both in its configuration file. It does not change"
          + " correct settings, and stops before data can be lost."
    },
    footer = "Exit code: 0 prepared, 1 not prepared (the last line says why), 2 wrong usage.")
final class RedisSetupCommand implements Callable<Integer> {

  /** How often Redis forces its file to the disk. */
  enum Fsync {
    everysec,
    always
  }

  @Spec private @Nullable CommandSpec spec;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = {"-check", "--check"},
      description = "Only show what would be changed; exit code 0 if nothing")
  private boolean check;

  @Option(
      names = {"-appendfsync", "--appendfsync"},
      paramLabel = "everysec|always",
      description =
          "How often Redis forces its file to the disk (default: unchanged, but everysec"
              + " instead of no)")
  private @Nullable Fsync fsync;

  @Mixin private HelpOption help = new HelpOption();

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec == null ? new PrintWriter(System.out) : spec.commandLine().getOut();
    PrintWriter err = spec == null ? new PrintWriter(System.err) : spec.commandLine().getErr();
    String wanted = fsync == null ? null : fsync.name();
    try (RedisSetup setup =
        new RedisSetup(Settings.load(config.file(), System.getenv(), Map.of()), out)) {
      if (check) {
        boolean prepared = setup.check(wanted);
        out.println(prepared ? "Nothing to change" : "Not prepared; nothing was changed");
        return prepared ? 0 : 1;
      }
      setup.apply(wanted);
      out.println("Redis is prepared");
      return 0;
    } catch (RedisSetupException | BadSettingException e) {
      out.flush();
      err.println("redis-setup: " + e.getMessage());
      return 1;
    } finally {
      out.flush();
      err.flush();
    }
  }
}
