package io.github.pmtatracking.accounting;

import io.github.pmtatracking.accounting.rejects.RejectsWriter;
import io.github.pmtatracking.spool.Spool;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps attributes: in Redis, or, while it is away or does not answer in time, in the spool. Only
 * when the spool is full too is a batch held, and with it the pipe, until one of them takes it; at
 * the end of input what is held goes to the rejects file. Thread-safe.
 */
public final class AttributeStore {
  private static final Logger LOG = LoggerFactory.getLogger("io.github.pmtatracking.accounting");
  private static final long RETRY_MILLIS = 100;

  /** Less than what a route has to end in (8 s), or the records would be cut off under way. */
  private static final Duration PATIENCE_AT_END = Duration.ofSeconds(5);

  private final AttributesWriter redis;
  private final @Nullable Spool spool;
  private final RejectsWriter rejects;
  private final AccountingCounters counters;
  private final AccountingLog log;
  private final Duration patience;
  private final Duration patienceAtEnd;
  private final Set<CompletableFuture<Void>> underWay = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean away = new AtomicBoolean();
  private final AtomicBoolean holding = new AtomicBoolean();
  private final Executor later =
      CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS);
  private volatile boolean ending;

  /**
   * @param spool null if there is none: then batches are held while Redis is away
   * @param patience how long Redis may take to answer
   */
  public AttributeStore(
      AttributesWriter redis,
      @Nullable Spool spool,
      RejectsWriter rejects,
      AccountingCounters counters,
      AccountingLog log,
      Duration patience) {
    this(redis, spool, rejects, counters, log, patience, PATIENCE_AT_END);
  }

  /** For tests: with another patience once nothing more is read. */
  AttributeStore(
      AttributesWriter redis,
      @Nullable Spool spool,
      RejectsWriter rejects,
      AccountingCounters counters,
      AccountingLog log,
      Duration patience,
      Duration patienceAtEnd) {
    this.redis = redis;
    this.spool = spool;
    this.rejects = rejects;
    this.counters = counters;
    this.log = log;
    this.patience = patience;
    this.patienceAtEnd = patienceAtEnd;
  }

  /**
   * Keeps a batch.
   *
   * @return completes when it is in Redis, in the spool or in the rejects file; never fails
   */
  public CompletionStage<Void> store(AccountingBatch batch) {
    return keep(batch.attributes());
  }

  private CompletableFuture<Void> keep(List<AttributeRecord> attributes) {
    if (attributes.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    if (away.get()) {
      return spool(attributes);
    }
    return write(attributes)
        .handle(
            (written, failure) -> {
              if (failure == null) {
                return log.loaded(attributes);
              }
              isAway(failure);
              return spool(attributes);
            })
        .thenCompose(kept -> kept);
  }

  private CompletableFuture<Void> write(List<AttributeRecord> attributes) {
    CompletableFuture<Void> write = redis.write(attributes);
    underWay.add(write);
    // In this order, so that the end misses none.
    if (ending) {
      endSoon(write);
    }
    return write
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((written, failure) -> underWay.remove(write));
  }

  private void endSoon(CompletableFuture<Void> write) {
    write.orTimeout(patienceAtEnd.toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletableFuture<Void> spool(List<AttributeRecord> attributes) {
    if (spool == null) {
      return hold(attributes, "there is no spool");
    }
    CompletableFuture<?>[] appends =
        SpooledBatch.write(attributes).stream()
            .map(spool::append)
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(appends)
        .handle(
            (written, failure) -> {
              if (failure != null) {
                return hold(attributes, String.valueOf(failure.getMessage()));
              }
              if (holding.compareAndSet(true, false)) {
                LOG.info("The spool takes lines again");
              }
              counters.spooled(attributes.size());
              return CompletableFuture.<Void>completedFuture(null);
            })
        .thenCompose(kept -> kept);
  }

  private CompletableFuture<Void> hold(List<AttributeRecord> attributes, String reason) {
    if (ending) {
      for (AttributeRecord one : attributes) {
        rejects.addAttributes("Redis is away and the spool takes nothing: " + reason, one);
      }
      return CompletableFuture.completedFuture(null);
    }
    if (holding.compareAndSet(false, true)) {
      LOG.error("Holding the input while Redis is away: {}", reason);
    }
    return CompletableFuture.supplyAsync(() -> keep(attributes), later).thenCompose(kept -> kept);
  }

  private void isAway(Throwable failure) {
    if (away.compareAndSet(false, true)) {
      LOG.warn(
          "Redis takes no records ({}); keeping them in {}",
          reason(failure),
          spool == null ? "the pipe" : "the spool " + spool.options().folder());
    }
  }

  /** In Redis' or the client's words, without the class that an earlier stage wrapped them in. */
  private static String reason(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** Redis is there again. */
  void isBack() {
    if (away.compareAndSet(true, false)) {
      LOG.info("Redis takes records again");
      holding.set(false);
    }
  }

  /** Whether records are kept from Redis at the moment. */
  public boolean isAway() {
    return away.get();
  }

  /** Nothing more will be read: nothing is held any longer, and Redis has little time left. */
  public void ending() {
    ending = true;
    underWay.forEach(this::endSoon);
  }
}
