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
 * Stores attribute records in Redis, or in the spool while Redis is unavailable or does not answer
 * in time. When the spool takes nothing either, a batch waits in memory until one of them takes it,
 * and no more input is read meanwhile. Batches that still wait at the end of input go to the
 * rejects file. Thread-safe.
 */
public final class AttributeStore {
  private static final Logger LOG = LoggerFactory.getLogger("io.github.pmtatracking.accounting");
  private static final long RETRY_MILLIS = 100;

  /** Shorter than the time in which a route must stop (8 s), so that no batch is cut off. */
  private static final Duration TIMEOUT_AT_END = Duration.ofSeconds(5);

  private final AttributesWriter redis;
  private final @Nullable Spool spool;
  private final RejectsWriter rejects;
  private final AccountingCounters counters;
  private final AccountingLog log;
  private final Duration timeout;
  private final Duration timeoutAtEnd;
  private final Set<CompletableFuture<Void>> pendingWrites = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean unavailable = new AtomicBoolean();
  private final AtomicBoolean paused = new AtomicBoolean();
  private final Executor later =
      CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS);
  private volatile boolean inputEnded;

  /**
   * @param spool null if there is none: then batches wait in memory while Redis is unavailable
   * @param timeout for one reply of Redis
   */
  public AttributeStore(
      AttributesWriter redis,
      @Nullable Spool spool,
      RejectsWriter rejects,
      AccountingCounters counters,
      AccountingLog log,
      Duration timeout) {
    this(redis, spool, rejects, counters, log, timeout, TIMEOUT_AT_END);
  }

  /** For tests: with another timeout after the end of input. */
  AttributeStore(
      AttributesWriter redis,
      @Nullable Spool spool,
      RejectsWriter rejects,
      AccountingCounters counters,
      AccountingLog log,
      Duration timeout,
      Duration timeoutAtEnd) {
    this.redis = redis;
    this.spool = spool;
    this.rejects = rejects;
    this.counters = counters;
    this.log = log;
    this.timeout = timeout;
    this.timeoutAtEnd = timeoutAtEnd;
  }

  /**
   * Stores a batch.
   *
   * @return completes when the batch is in Redis, in the spool or in the rejects file; never fails
   */
  public CompletionStage<Void> store(AccountingBatch batch) {
    return store(batch.attributes());
  }

  private CompletableFuture<Void> store(List<AttributeRecord> attributes) {
    if (attributes.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    if (unavailable.get()) {
      return spool(attributes);
    }
    return write(attributes)
        .handle(
            (written, failure) -> {
              if (failure == null) {
                return log.loaded(attributes);
              }
              redisFailed(failure);
              return spool(attributes);
            })
        .thenCompose(stored -> stored);
  }

  private CompletableFuture<Void> write(List<AttributeRecord> attributes) {
    CompletableFuture<Void> write = redis.write(attributes);
    pendingWrites.add(write);
    // Registered before inputEnded is read, so that the end misses no write.
    if (inputEnded) {
      shortenTimeout(write);
    }
    return write
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((written, failure) -> pendingWrites.remove(write));
  }

  private void shortenTimeout(CompletableFuture<Void> write) {
    write.orTimeout(timeoutAtEnd.toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletableFuture<Void> spool(List<AttributeRecord> attributes) {
    if (spool == null) {
      return waitInMemory(attributes, "there is no spool");
    }
    CompletableFuture<?>[] appends =
        SpooledBatch.write(attributes).stream()
            .map(spool::append)
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(appends)
        .handle(
            (written, failure) -> {
              if (failure != null) {
                return waitInMemory(attributes, String.valueOf(failure.getMessage()));
              }
              if (paused.compareAndSet(true, false)) {
                LOG.info("Input continues: the spool takes records again");
              }
              counters.countSpooled(attributes.size());
              return CompletableFuture.<Void>completedFuture(null);
            })
        .thenCompose(stored -> stored);
  }

  private CompletableFuture<Void> waitInMemory(List<AttributeRecord> attributes, String reason) {
    if (inputEnded) {
      for (AttributeRecord one : attributes) {
        DeliveryRecordCsv csv = DeliveryRecordCsv.of(one);
        rejects.add(
            "Redis is unavailable and the spool takes nothing: " + reason,
            "held",
            0,
            csv.headings(),
            csv.line());
      }
      return CompletableFuture.completedFuture(null);
    }
    if (paused.compareAndSet(false, true)) {
      LOG.error("Input paused: Redis is unavailable and the spool takes nothing: error={}", reason);
    }
    return CompletableFuture.supplyAsync(() -> store(attributes), later)
        .thenCompose(stored -> stored);
  }

  private void redisFailed(Throwable failure) {
    if (unavailable.compareAndSet(false, true)) {
      LOG.warn(
          "Redis unavailable; keeping records: place={} error={}",
          spool == null ? "pipe" : spool.options().folder(),
          reason(failure));
    }
  }

  /** The message of Redis or of its client, without that of the stage around it. */
  private static String reason(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** Called when Redis has taken records after it was unavailable. */
  void redisAvailable() {
    if (unavailable.compareAndSet(true, false)) {
      LOG.info("Redis available again");
      paused.set(false);
    }
  }

  /** Whether new records go to the spool, without being offered to Redis. */
  public boolean isRedisUnavailable() {
    return unavailable.get();
  }

  /** Called at the end of input: batches in memory go to the rejects file, writes get 5 s. */
  public void inputEnded() {
    inputEnded = true;
    pendingWrites.forEach(this::shortenTimeout);
  }
}
