package io.github.pmtatracking.component.redisqueue;

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
 * Reserves batches and hands each to the route as one exchange. A poll returns when the exchange is
 * done, so there are never more batches at work than {@code concurrentConsumers}. In a shutdown it
 * is suspended first and waits for the exchanges at work; what these leave is released.
 */
public class RedisQueueConsumer extends ScheduledPollConsumer implements ShutdownAware {
  private static final Logger LOG = LoggerFactory.getLogger(RedisQueueConsumer.class);

  /** How often the health check's figures are brought up to date. */
  private static final long LOOK_MILLIS = 2_000;

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
    this.watch = new ListWatch(endpoint::redis, endpoint.getKey(), System::nanoTime);
    setExceptionHandler(outage);
  }

  /** For tests: what tells how long entries have waited. */
  void setClock(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  protected int poll() throws Exception {
    leases.settle();
    ListStatus state = list.look();
    watch.answered(state.length());
    forceConsumerAsReady();
    endpoint.counters().looked(state);
    ReservedBatch batch = take(state);
    if (batch != null || state.isIdle()) {
      // A replica, or a user without the rights, may let us look and not reserve.
      outage.over();
    }
    if (batch == null) {
      return 0;
    }
    endpoint.counters().delivered(batch);
    process(batch);
    return 1;
  }

  /** From its first step on a shutdown waits: Redis may give a batch before we hear of it. */
  private @Nullable ReservedBatch take(ListStatus state) {
    taking.incrementAndGet();
    try {
      if (isEnding()) {
        return null;
      }
      ReservedBatch batch = state.expired() == null ? null : list.takeOver(state.expired());
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

  private @Nullable ReservedBatch reserve() {
    RedisQueueConfiguration configuration = endpoint.getConfiguration();
    String name = ReliableList.newName();
    try {
      return list.reserve(name, configuration.getBatchMaxSize(), configuration.getBatchMaxBytes());
    } catch (RedisException e) {
      // Its answer may have been lost on the way.
      leases.release(name, Duration.ZERO);
      trigger.notReserved();
      throw e;
    }
  }

  private void process(ReservedBatch batch) throws Exception {
    Exchange exchange = createExchange(false);
    exchange.getMessage().setBody(batch.entries());
    exchange.getMessage().setHeader(RedisQueueConstants.BATCH, batch.name());
    exchange.getMessage().setHeader(RedisQueueConstants.TAKEN_OVER, batch.takenOver());
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
      tell(batch, exchange);
      doneUoW(exchange);
      releaseExchange(exchange, false);
    }
  }

  private void tell(ReservedBatch batch, Exchange exchange) {
    Exception failure = exchange.getException();
    if (failure == null) {
      return;
    }
    if (isEnding()) {
      LOG.info("Batch {} is left to others, since this consumer stops", batch.name());
    } else if (exchange.getProperty(RedisQueueConstants.RELEASE_DELAY) != null) {
      LOG.debug("Batch {} is released by its route", batch.name(), failure);
    } else {
      getExceptionHandler()
          .handleException(
              "Batch " + batch.name() + " was not processed and will be tried again",
              exchange,
              failure);
    }
  }

  private boolean isEnding() {
    return !isRunAllowed() || isSuspendingOrSuspended();
  }

  /** A batch that a shutdown interrupted is for others at once. */
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
    setHealthCheck(new RedisQueueHealthCheck(endpoint.getKey(), watch, outage, getRouteId()));
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
    renewals.scheduleWithFixedDelay(watch::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
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
