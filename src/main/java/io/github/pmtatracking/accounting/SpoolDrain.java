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
 * Moves spooled records into Redis: of this process, and of processes that have ended. A run that
 * finds Redis away ends at once and leaves all as it is.
 */
public final class SpoolDrain {
  private static final Logger LOG = LoggerFactory.getLogger("io.github.pmtatracking.accounting");

  /** Commands that are sent at once; Redis answers them well within its time. */
  private static final int MOST_COMMANDS = 5_000;

  private final AttributesWriter redis;
  private final AttributeStore store;
  private final @Nullable Spool own;
  private final @Nullable SpoolFolders folders;
  private final AccountingCounters counters;
  private final AccountingLog log;
  private final Duration patience;
  private final InstantSource clock;

  /**
   * @param own the spool of this process, or null
   * @param folders where other processes' spools are, or null
   */
  public SpoolDrain(
      AttributesWriter redis,
      AttributeStore store,
      @Nullable Spool own,
      @Nullable SpoolFolders folders,
      AccountingCounters counters,
      AccountingLog log,
      Duration patience,
      InstantSource clock) {
    this.redis = redis;
    this.store = store;
    this.own = own;
    this.folders = folders;
    this.counters = counters;
    this.log = log;
    this.patience = patience;
    this.clock = clock;
  }

  /** Drains what is there; called by a timer and at the end. */
  public synchronized void drain() throws InterruptedException {
    try {
      if (store.isAway()) {
        // Not with a whole batch: while Redis is stalled, each try would stay in the client's
        // queue.
        await(redis.probe());
      }
      if (own != null) {
        drain(own);
      }
      store.isBack();
      drainOthers();
    } catch (RedisAwayException e) {
      LOG.debug("Redis is still away", e);
    } catch (IOException e) {
      LOG.error("The spool cannot be drained: {}", e.getMessage());
    }
  }

  private void drainOthers() throws IOException, InterruptedException, RedisAwayException {
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
      LOG.warn("Records of another process stay where they are: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private void drain(Spool spool) throws IOException, InterruptedException, RedisAwayException {
    if (spool.isEmpty()) {
      return;
    }
    long before = counters.loaded();
    try {
      spool.drain(this::loadRecords);
    } catch (IOException | InterruptedException | RedisAwayException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    } finally {
      if (counters.loaded() > before) {
        LOG.info(
            "Loaded {} records from the spool {} into Redis",
            counters.loaded() - before,
            spool.options().folder());
      }
    }
  }

  private void loadRecords(List<byte[]> records) throws Exception {
    long now = clock.instant().getEpochSecond();
    List<AttributeRecord> some = new ArrayList<>();
    for (byte[] record : records) {
      for (AttributeRecord one : SpooledBatch.read(record)) {
        if (one.expires() > now) {
          some.add(one);
        } else {
          counters.expired(1);
        }
      }
      if (some.size() >= MOST_COMMANDS) {
        load(some);
        some = new ArrayList<>();
      }
    }
    load(some);
  }

  private void load(List<AttributeRecord> some) throws RedisAwayException {
    if (some.isEmpty()) {
      return;
    }
    await(redis.write(some));
    // At once, not when all is drained: a fast input would fill the spool faster than it empties.
    store.isBack();
    await(log.loaded(some));
  }

  private void await(CompletableFuture<Void> done) throws RedisAwayException {
    try {
      Replies.await(done, patience);
    } catch (RedisException e) {
      throw new RedisAwayException(e);
    }
  }

  /** Redis did not take a batch. */
  private static final class RedisAwayException extends Exception {
    private static final long serialVersionUID = 1L;

    RedisAwayException(Throwable cause) {
      super(cause);
    }
  }
}
