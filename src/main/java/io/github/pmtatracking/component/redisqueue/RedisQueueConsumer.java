package io.github.pmtatracking.component.redisqueue;

import io.github.pmtatracking.time.Ticker;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ScheduledPollConsumerScheduler;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultScheduledPollConsumerScheduler;
import org.apache.camel.support.ScheduledPollConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reserves batches and gives each to the route as one exchange. A poll returns when the exchange is
 * done, so at most {@code concurrentConsumers} batches are processed at a time. A shutdown first
 * suspends the consumer, waits for the exchanges in progress, and releases the batches that these
 * did not finish.
 */
public class RedisQueueConsumer extends ScheduledPollConsumer implements ShutdownAware {
  private static final Logger LOG = LoggerFactory.getLogger(RedisQueueConsumer.class);

  /** How often the result of the health check is brought up to date. */
  private static final long WATCH_MILLIS = 2_000;

  private final RedisQueueEndpoint endpoint;
  private final ReliableList list;
  private final Leases leases;
  private final BatchTrigger trigger;
  private final OutageExceptionHandler outage;
  private final ListWatch watch;
  private final AtomicInteger taking = new AtomicInteger();
  private InstantSource clock = InstantSource.system();
  private @Nullable ScheduledExecutorService keeper;

  public RedisQueueConsumer(RedisQueueEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    RedisQueueConfiguration configuration = endpoint.getConfiguration();
    this.endpoint = endpoint;
    this.list = endpoint.reliableList();
    this.leases = new Leases(list, endpoint.counters());
    this.trigger =
        new BatchTrigger(
            configuration.getBatchMaxSize(),
            configuration.getBatchMaxBytes(),
            Duration.ofMillis(configuration.getBatchMaxAge()));
    this.outage = new OutageExceptionHandler(endpoint.getKey(), getExceptionHandler());
    this.watch = new ListWatch(endpoint::redis, endpoint.getKey(), Ticker.system());
    setExceptionHandler(outage);
  }

  /** For tests: the clock that measures how long entries have waited. */
  void setClock(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  protected int poll() throws Exception {
    leases.flush();
    ListStatus state = list.inspect();
    watch.answered(state.length());
    forceConsumerAsReady();
    endpoint.counters().inspected(state);
    ReservedBatch batch = take(state);
    if (batch != null || state.isIdle()) {
      // Not before: a replica, or a user without the rights, may refuse only the reservation.
      outage.ended();
    }
    if (batch == null) {
      return 0;
    }
    endpoint.counters().delivered(batch);
    process(batch);
    return 1;
  }

  /**
   * A shutdown waits from the first step on: Redis may reserve a batch before its reply arrives.
   */
  private @Nullable ReservedBatch take(ListStatus state) {
    taking.incrementAndGet();
    try {
      if (isEnding()) {
        return null;
      }
      ReservedBatch batch = state.expired() == null ? null : takeOver(state.expired());
      if (batch == null && trigger.isDue(state, clock.instant())) {
        batch = reserve();
      }
      if (batch != null) {
        leases.hold(batch.name());
      }
      return batch;
    } finally {
      taking.decrementAndGet();
    }
  }

  private @Nullable ReservedBatch takeOver(String name) {
    try {
      return list.takeOver(name);
    } catch (RedisException e) {
      // Redis may have given the lease to this consumer, and its reply may be lost.
      leases.returnUndelivered(name);
      throw e;
    }
  }

  private @Nullable ReservedBatch reserve() {
    RedisQueueConfiguration configuration = endpoint.getConfiguration();
    String name = ReliableList.newName();
    try {
      return list.reserve(name, configuration.getBatchMaxSize(), configuration.getBatchMaxBytes());
    } catch (RedisException e) {
      // Redis may have reserved the batch, and its reply may be lost.
      leases.returnUndelivered(name);
      trigger.notReserved();
      throw e;
    }
  }

  private void process(ReservedBatch batch) throws Exception {
    Exchange exchange = createExchange(false);
    exchange.getMessage().setBody(batch.entries());
    exchange.getMessage().setHeader(RedisQueueConstants.BATCH, batch.name());
    exchange.getMessage().setHeader(RedisQueueConstants.TAKEN_OVER, batch.takenOver());
    exchange.getMessage().setHeader(RedisQueueConstants.DELIVERY_COUNT, batch.delivery());
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new AcknowledgeBatch(
                leases,
                batch.name(),
                this::releaseDelay,
                endpoint.getConfiguration().isAcknowledgeHandled()));
    HandledFailures.watch(exchange, batch.entries().size());
    try {
      createUoW(exchange);
      getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    } finally {
      report(batch, exchange);
      doneUoW(exchange);
      releaseExchange(exchange, false);
    }
  }

  private void report(ReservedBatch batch, Exchange exchange) {
    Exception failure = exchange.getException();
    if (failure == null) {
      return;
    }
    if (isEnding()) {
      LOG.info("Consumer stops, batch released for other consumers: batch={}", batch.name());
    } else if (exchange.getProperty(RedisQueueConstants.RELEASE_DELAY) != null) {
      LOG.debug("Batch released by its route: batch={}", batch.name(), failure);
    } else {
      getExceptionHandler()
          .handleException(
              "Batch not processed, it will be delivered again: batch="
                  + batch.name()
                  + " delivery="
                  + batch.delivery(),
              exchange,
              failure);
    }
  }

  private boolean isEnding() {
    return !isRunAllowed() || isSuspendingOrSuspended();
  }

  /** Other consumers may have a batch at once if a shutdown interrupted it. */
  private Duration releaseDelay() {
    return isEnding()
        ? Duration.ZERO
        : Duration.ofMillis(endpoint.getConfiguration().getReleaseDelay());
  }

  @Override
  protected void afterConfigureScheduler(
      ScheduledPollConsumerScheduler scheduler, boolean newScheduler) {
    if (newScheduler && scheduler instanceof DefaultScheduledPollConsumerScheduler pool) {
      int consumers = endpoint.getConfiguration().getConcurrentConsumers();
      pool.setConcurrentConsumers(consumers);
      pool.setPoolSize(Math.max(pool.getPoolSize(), consumers));
    }
  }

  @Override
  protected void doBuild() throws Exception {
    super.doBuild();
    setHealthCheck(new RedisQueueHealthCheck(endpoint, watch, outage, getRouteId()));
  }

  @Override
  protected void doStart() throws Exception {
    long third = endpoint.getConfiguration().getLease() / 3;
    ScheduledExecutorService renewals =
        endpoint
            .getCamelContext()
            .getExecutorServiceManager()
            .newSingleThreadScheduledExecutor(this, "RedisQueueLeases");
    renewals.scheduleWithFixedDelay(leases::renew, third, third, TimeUnit.MILLISECONDS);
    renewals.scheduleWithFixedDelay(
        watch::inspect, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    keeper = renewals;
    super.doStart();
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    if (keeper != null) {
      endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(keeper);
      keeper = null;
    }
    leases.releaseAll();
  }

  @Override
  public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
    return false;
  }

  @Override
  public int getPendingExchangesSize() {
    return taking.get() + leases.size();
  }

  @Override
  public void prepareShutdown(boolean suspendOnly, boolean forced) {
    if (forced) {
      leases.releaseAll();
    }
  }
}
