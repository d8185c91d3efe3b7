package io.github.pmtatracking.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisServerCommands;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prepares one server while it runs: {@code maxmemory-policy noeviction}, {@code appendonly yes},
 * and the same in its configuration file. A server that is <em>started</em> with {@code appendonly
 * yes} and has no append-only file yet starts empty, whatever its snapshot holds; so the file is
 * written last, after the server has written all its data to the append-only file. Used by one
 * thread.
 */
final class RedisNodeSetup {
  private static final long POLL_MILLIS = 100;
  private static final long MIB = 1L << 20;
  private static final double NEARLY_FULL = 0.9;

  private static final String POLICY = "maxmemory-policy";
  private static final String APPEND_ONLY = "appendonly";
  private static final String FSYNC = "appendfsync";

  private final String name;
  private final RedisServerCommands<String, String> redis;
  private final boolean mayBeReplica;
  private final PrintWriter out;
  private String configFile = "";

  /**
   * @param name the name of the server for the operator
   * @param mayBeReplica false for a server to which programs write
   * @param out receives a line for each step
   */
  RedisNodeSetup(
      String name,
      RedisServerCommands<String, String> redis,
      boolean mayBeReplica,
      PrintWriter out) {
    this.name = name;
    this.redis = redis;
    this.mayBeReplica = mayBeReplica;
    this.out = out;
  }

  /**
   * Checks whether the server can be prepared, and changes nothing.
   *
   * @throws RedisSetupException when it cannot, with the reason
   */
  void requirePossible() throws RedisSetupException {
    RedisInfo info = info();
    configFile = info.text("config_file");
    out.printf(
        "Redis at %s: version %s, configuration file %s, %,d MiB%n",
        name,
        info.text("redis_version"),
        configFile.isEmpty() ? "none" : configFile,
        info.number("used_memory") / MIB);
    if (info.is("loading")) {
      throw refusal("it is still loading its data; run this again later");
    }
    if (info.text("role").equals("slave") && !mayBeReplica) {
      throw refusal(
          "it is a replica of %s:%s; name its master in redis.url"
              .formatted(info.text("master_host"), info.text("master_port")));
    }
    value(APPEND_ONLY);
    if (configFile.isEmpty()) {
      throw refusal(
          "it was started without a configuration file, so it would forget its settings at the next"
              + " start; start it with one (redis-server /etc/redis/redis.conf)");
    }
    requireWritableAppendOnlyFile(info);
    warn(info);
  }

  private void requireWritableAppendOnlyFile(RedisInfo info) throws RedisSetupException {
    if (info.is("aof_enabled") && info.text("aof_last_write_status").equals("err")) {
      throw refusal("it cannot write its append-only file; see the log of Redis");
    }
  }

  private void warn(RedisInfo info) throws RedisSetupException {
    long used = info.number("used_memory");
    if (value(APPEND_ONLY).equals("no")) {
      if (used * 2 > info.number("total_system_memory")) {
        warning(
            "it uses %,d of %,d MiB of memory. The rewrite forks, and pages that change meanwhile"
                + " are copied: choose a time of low load.",
            used / MIB, info.number("total_system_memory") / MIB);
      }
      long free = freeDisk(value("dir"));
      if (free < used) {
        warning(
            "%s has %,d MiB free, and the append-only file may need up to %,d MiB.",
            value("dir"), free / MIB, used / MIB);
      }
    }
    long limit = info.number("maxmemory");
    if (limit > 0 && used > limit * NEARLY_FULL && !value(POLICY).equals("noeviction")) {
      warning(
          "it uses %,d of maxmemory %,d MiB; with noeviction it refuses writes when that is full."
              + " Raise maxmemory.",
          used / MIB, limit / MIB);
    }
    if (info.number("connected_slaves") > 0 && !mayBeReplica) {
      warning(
          "%d replicas are connected. Prepare each by hand as well (docs/redis.md): one of them may"
              + " become the master.",
          info.number("connected_slaves"));
    }
  }

  /** The free space of a folder on this machine; unlimited when there is no such folder here. */
  private static long freeDisk(String folder) {
    try {
      return Files.getFileStore(Path.of(folder)).getUsableSpace();
    } catch (IOException elsewhere) {
      return Long.MAX_VALUE;
    }
  }

  /**
   * Prints the changes that {@link #apply} would make.
   *
   * @param fsync {@code everysec} or {@code always}, or null to keep the value if it is one of them
   * @return whether there is nothing to change
   */
  boolean isPrepared(@Nullable String fsync) throws RedisSetupException {
    boolean prepared = wouldSet(POLICY, "noeviction");
    prepared &= wouldSet(FSYNC, wantedFsync(fsync));
    prepared &= wouldSet(APPEND_ONLY, "yes");
    out.printf("  CONFIG REWRITE would write these to %s%n", configFile);
    return prepared;
  }

  private boolean wouldSet(String key, String wanted) throws RedisSetupException {
    String now = value(key);
    out.printf(
        "  %s: %s%s%n", key, now, now.equals(wanted) ? ", as it should be" : " -> " + wanted);
    return now.equals(wanted);
  }

  /**
   * Makes the changes, in an order in which no data is lost if one of them fails.
   *
   * @param fsync as for {@link #isPrepared}
   */
  void apply(@Nullable String fsync) throws RedisSetupException, InterruptedException {
    if (value(APPEND_ONLY).equals("yes")) {
      // Begun by hand or by an earlier run: CONFIG REWRITE must wait until the file is complete.
      awaitRewrite(info());
    }
    rewriteConfiguration("nothing was changed");
    set(POLICY, "noeviction");
    set(FSYNC, wantedFsync(fsync));
    if (value(APPEND_ONLY).equals("yes")) {
      out.printf("  %s: yes, as it should be%n", APPEND_ONLY);
    } else {
      startAppending();
    }
    rewriteConfiguration(
        "it runs with appendonly yes, but its configuration file does not say so; write"
            + " \"appendonly yes\" there by hand before it is started again");
    out.printf("  CONFIG REWRITE: %s written%n", configFile);
  }

  private String wantedFsync(@Nullable String fsync) throws RedisSetupException {
    String now = value(FSYNC);
    return fsync != null ? fsync : now.equals("no") ? "everysec" : now;
  }

  private void set(String key, String wanted) throws RedisSetupException {
    String before = value(key);
    if (before.equals(wanted)) {
      out.printf("  %s: %s, as it should be%n", key, before);
      return;
    }
    configSet(key, wanted);
    out.printf("  %s: %s -> %s%n", key, before, wanted);
  }

  /** Waits until the server has written all its data to a new append-only file. */
  private void startAppending() throws RedisSetupException, InterruptedException {
    RedisInfo before = info();
    while (before.is("rdb_bgsave_in_progress")) {
      Thread.sleep(POLL_MILLIS);
      before = info();
    }
    configSet(APPEND_ONLY, "yes");
    out.printf("  %s: no -> yes, writing the append-only file%n", APPEND_ONLY);
    out.flush();
    try {
      RedisInfo after = awaitRewrite(before);
      out.printf(
          "  append-only file in %s: %,d MiB%n",
          value("dir"), after.number("aof_current_size") / MIB);
    } catch (RedisSetupException e) {
      if (e.getCause() == null) {
        configSet(APPEND_ONLY, "no");
        out.printf("  %s: yes -> no again%n", APPEND_ONLY);
      }
      throw e;
    }
  }

  private RedisInfo awaitRewrite(RedisInfo before)
      throws RedisSetupException, InterruptedException {
    boolean failedBefore = before.text("aof_last_bgrewrite_status").equals("err");
    while (true) {
      RedisInfo now = info();
      boolean busy = now.is("aof_rewrite_in_progress");
      boolean failed = now.text("aof_last_bgrewrite_status").equals("err");
      if (failed && !(busy && failedBefore)) {
        throw new RedisSetupException(
            "Redis at "
                + name
                + " cannot write its append-only file (aof_last_bgrewrite_status:err); the log of"
                + " Redis has the reason (memory for a fork, space on the disk, permission). Its"
                + " configuration file was not changed");
      }
      if (!busy && !now.is("aof_rewrite_scheduled") && !now.is("loading")) {
        return now;
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private void rewriteConfiguration(String otherwise) throws RedisSetupException {
    try {
      redis.configRewrite();
    } catch (RedisException e) {
      throw new RedisSetupException(
          "Redis at %s cannot write its configuration file %s: %s; %s"
              .formatted(name, configFile, e.getMessage(), otherwise),
          e);
    }
  }

  private void configSet(String key, String value) throws RedisSetupException {
    try {
      redis.configSet(key, value);
    } catch (RedisException e) {
      throw new RedisSetupException(
          "Redis at %s does not take CONFIG SET %s %s: %s; its configuration file was not changed"
              .formatted(name, key, value, e.getMessage()),
          e);
    }
  }

  private String value(String key) throws RedisSetupException {
    try {
      Map<String, String> answer = redis.configGet(key);
      return answer.getOrDefault(key, "");
    } catch (RedisException e) {
      throw new RedisSetupException(
          ("Redis at %s cannot be prepared: it does not allow CONFIG GET %s (%s). Where CONFIG is"
                  + " renamed, forbidden to this user or missing (a managed Redis), set %s noeviction"
                  + " and %s yes as its provider or administrator tells; nothing was changed")
              .formatted(name, key, e.getMessage(), POLICY, APPEND_ONLY),
          e);
    }
  }

  private RedisInfo info() throws RedisSetupException {
    try {
      return new RedisInfo(redis.info());
    } catch (RedisException e) {
      throw new RedisSetupException(
          "Redis at %s does not answer INFO: %s; when it does, run this again"
              .formatted(name, e.getMessage()),
          e);
    }
  }

  private RedisSetupException refusal(String reason) {
    return new RedisSetupException(
        "Redis at " + name + " cannot be prepared: " + reason + "; nothing was changed");
  }

  private void warning(String text, Object... arguments) {
    out.println("  Warning: " + String.format(Locale.ROOT, text, arguments));
  }
}
