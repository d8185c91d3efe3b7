package io.github.pmtatracking.component.lines;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads in a thread of its own and makes an exchange of each group of lines. Suspended, it reads no
 * further; stopped, it first hands on what was read and waits until the route is done with it.
 */
public class LinesConsumer extends DefaultConsumer implements Suspendable {
  private static final Logger LOG = LoggerFactory.getLogger(LinesConsumer.class);

  private final LinesEndpoint endpoint;
  private final Semaphore free;
  private volatile boolean abandoned;
  private @Nullable LineReader reader;
  private @Nullable Thread thread;
  private @Nullable LinesHealthCheck healthCheck;

  public LinesConsumer(LinesEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.free = new Semaphore(endpoint.getMaxInFlight());
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    registerHealthCheck();
    LineReader lines =
        new LineReader(
            endpoint.paths(),
            endpoint.getMaxLines(),
            endpoint.getMaxLineBytes(),
            this::deliver,
            new EndOfInput());
    reader = lines;
    thread =
        endpoint
            .getCamelContext()
            .getExecutorServiceManager()
            .newThread("lines " + endpoint.getName(), lines);
    thread.start();
  }

  @Override
  protected void doSuspend() {
    if (reader == null) {
      return;
    }
    if (endpoint.getCamelContext().isStopping()) {
      // Camel suspends first and waits for exchanges; the listener must know why it waits.
      reader.beginStop();
    } else {
      reader.pause();
    }
  }

  @Override
  protected void doResume() {
    if (reader != null) {
      reader.resume();
    }
  }

  @Override
  protected void doStop() throws Exception {
    if (reader != null && thread != null) {
      long deadline = System.nanoTime() + endpoint.getStopTimeout() * 1_000_000;
      boolean finished = reader.stop(thread, endpoint.getStopTimeout());
      long left = Math.max(0, deadline - System.nanoTime());
      if (!finished || !free.tryAcquire(endpoint.getMaxInFlight(), left, TimeUnit.NANOSECONDS)) {
        abandoned = true;
        LOG.error(
            "lines:{} was stopped after {} ms with {} exchanges still under way",
            endpoint.getName(),
            endpoint.getStopTimeout(),
            endpoint.counters().inFlight());
      } else {
        free.release(endpoint.getMaxInFlight());
      }
      reader = null;
      thread = null;
    }
    removeHealthCheck();
    super.doStop();
  }

  private void deliver(LineGroup group) {
    if (!acquire(1)) {
      LOG.error(
          "{}: {} lines from line {} on were read and not processed: the route was stopped",
          group.source(),
          group.lines().size(),
          group.first());
      return;
    }
    endpoint.counters().delivered(group);
    Exchange exchange = createExchange(false);
    exchange.getMessage().setBody(group.lines());
    exchange.getMessage().setHeader(LinesConstants.SOURCE, group.source());
    exchange.getMessage().setHeader(LinesConstants.FIRST, group.first());
    exchange.getMessage().setHeader(LinesConstants.PERCENT, group.percent());
    exchange.getMessage().setHeader(LinesConstants.TORN, group.torn());
    getAsyncProcessor().process(exchange, doneSync -> done(exchange));
  }

  private void done(Exchange exchange) {
    try {
      if (exchange.getException() != null) {
        getExceptionHandler()
            .handleException(
                "Lines from line "
                    + exchange.getMessage().getHeader(LinesConstants.FIRST)
                    + " on were not processed",
                exchange,
                exchange.getException());
      }
      releaseExchange(exchange, false);
    } finally {
      endpoint.counters().done();
      free.release();
    }
  }

  /** Waits for exchanges to be done; false if the route gave up waiting. */
  private boolean acquire(int permits) {
    while (!abandoned) {
      try {
        if (free.tryAcquire(permits, 1, TimeUnit.SECONDS)) {
          return true;
        }
      } catch (InterruptedException e) {
        // Lines that were read are not dropped for an interrupt; a stop has its own time-out.
        continue;
      }
    }
    return false;
  }

  private void registerHealthCheck() {
    HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
    if (registry != null) {
      LinesHealthCheck check = new LinesHealthCheck(endpoint, getRouteId());
      check.setEnabled(((LinesComponent) endpoint.getComponent()).isHealthCheckConsumerEnabled());
      registry.register(check);
      healthCheck = check;
    }
  }

  private void removeHealthCheck() {
    HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
    if (registry != null && healthCheck != null) {
      registry.unregister(healthCheck);
      healthCheck = null;
    }
  }

  /** Tells the listener of the endpoint, after all exchanges are done. */
  private final class EndOfInput implements LinesListener {
    @Override
    public void ending() {
      LinesListener listener = endpoint.getListener();
      if (listener != null) {
        listener.ending();
      }
    }

    @Override
    public void ended(List<String> unreadable) {
      endpoint.counters().ended(String.join("; ", unreadable));
      LinesListener listener = endpoint.getListener();
      if (acquire(endpoint.getMaxInFlight())) {
        free.release(endpoint.getMaxInFlight());
        if (listener != null) {
          listener.ended(unreadable);
        }
      }
    }
  }
}
