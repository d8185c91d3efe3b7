package io.github.pmtatracking.accounting;

import io.github.pmtatracking.lettuce.Replies;
import io.github.pmtatracking.spool.Spool;
import io.github.pmtatracking.spool.SpoolFolders;
import io.github.pmtatracking.spool.SpoolOptions;
import io.github.pmtatracking.spool.SpoolUnavailableException;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves records from the spool to Redis: from the spool of this process, and from the spools of
 * processes that have ended. When Redis is unavailable, the run ends at once; the spool keeps all
 * records. Thread-safe.
 */
public final class SpoolDrain {
  private static final Logger LOG = LoggerFactory.getLogger("io.github.pmtatracking.accounting");

  /** The largest number of commands in one batch: Redis answers it well within the timeout. */
  private static final int MAX_COMMANDS = 5_000;

  private final AttributesWriter redis;
  private final AttributeStore store;
  private final @Nullable Spool own;
  private final @Nullable SpoolFolders folders;
  private final AccountingCounters counters;
  private final AccountingLog log;
  private final Duration timeout;
  private final InstantSource clock;

  /**
   * @param own the spool of this process, or null
   * @param folders the folder of the spools of all processes, or null
   * @param timeout for one reply of Redis
   */
  public SpoolDrain(
      AttributesWriter redis,
      AttributeStore store,
      @Nullable Spool own,
      @Nullable SpoolFolders folders,
      AccountingCounters counters,
      AccountingLog log,
      Duration timeout,
      InstantSource clock) {
    this.redis = redis;
    this.store = store;
    this.own = own;
    this.folders = folders;
    this.counters = counters;
    this.log = log;
    this.timeout = timeout;
    this.clock = clock;
  }

  /** Drains all spools; called by a timer and at the end of input. */
  public synchronized void drain() throws InterruptedException {
    try {
      if (store.isRedisUnavailable()) {
        // A probe instead of a batch: while Redis is stalled, each command stays in the client's
        // queue.
        await(redis.probe());
      }
      if (own != null) {
        drain(own);
      }
      store.redisAvailable();
      drainOthers();
    } catch (RedisUnavailable e) {
      LOG.debug("Redis is still unavailable", e);
    } catch (IOException e) {
      LOG.error("The spool cannot be drained: error={}", e.getMessage());
    }
  }

  private void drainOthers() throws IOException, InterruptedException, RedisUnavailable {
    if (folders == null) {
      return;
    }
    for (SpoolOptions left : folders.withSegments()) {
      if (own != null && left.folder().equals(own.options().folder())) {
        continue;
      }
      Optional<Spool> free = openIfFree(left);
      if (free.isPresent()) {
        try (Spool spool = free.get()) {
          drain(spool);
        }
      }
    }
  }

  private static Optional<Spool> openIfFree(SpoolOptions left) {
    try {
      return Spool.openIfFree(left);
    } catch (SpoolUnavailableException e) {
      LOG.warn("The spool of another process is not drained: error={}", e.getMessage());
      return Optional.empty();
    }
  }

  private void drain(Spool spool) throws IOException, InterruptedException, RedisUnavailable {
    if (spool.isEmpty()) {
      return;
    }
    long before = counters.loaded();
    try {
      spool.drain(this::loadRecords);
    } catch (IOException | InterruptedException | RedisUnavailable e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    } finally {
      if (counters.loaded() > before) {
        LOG.info(
            "Loaded records from the spool into Redis: records={} folder={}",
            counters.loaded() - before,
            spool.options().folder());
      }
    }
  }

  private void loadRecords(List<byte[]> records) throws Exception {
    long now = clock.instant().getEpochSecond();
    List<AttributeRecord> batch = new ArrayList<>();
    for (byte[] record : records) {
      for (AttributeRecord one : SpooledBatch.read(record)) {
        if (one.expires() > now) {
          batch.add(one);
        } else {
          counters.countExpired();
        }
      }
      if (batch.size() >= MAX_COMMANDS) {
        load(batch);
        batch = new ArrayList<>();
      }
    }
    load(batch);
  }

  private void load(List<AttributeRecord> batch) throws RedisUnavailable {
    if (batch.isEmpty()) {
      return;
    }
    await(redis.write(batch));
    // After each batch, not at the end: a fast input would fill the spool faster than it empties.
    store.redisAvailable();
    await(log.loaded(batch));
  }

  private void await(CompletableFuture<Void> done) throws RedisUnavailable {
    try {
      // a copy: a time-out cancels it, and the log lines of the batch must still be written
      Replies.await(done.copy(), timeout);
    } catch (RedisException e) {
      throw new RedisUnavailable(e);
    }
  }

  /** Redis did not take a batch; ends the run. */
  private static final class RedisUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    RedisUnavailable(Throwable cause) {
      super(cause);
    }
  }
}
