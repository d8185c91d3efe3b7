package io.github.pmtatracking.component.lines;

import io.github.pmtatracking.time.Ticker;
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
 * Reads in a thread of its own and makes an exchange of each group of lines. A suspended consumer
 * reads no further. A consumer that is stopped first gives the lines that were read to the route,
 * and waits until the route is done with them.
 */
public class LinesConsumer extends DefaultConsumer implements Suspendable {
  private static final Logger LOG = LoggerFactory.getLogger(LinesConsumer.class);

  private final LinesEndpoint endpoint;
  private final Semaphore free;
  private final Ticker ticker = Ticker.system();
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
            new EndOfInput(),
            ticker);
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
      // Camel suspends first and waits for the exchanges; the listener must know of the stop
      // before.
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
      long deadline = ticker.read() + endpoint.getStopTimeout() * 1_000_000;
      boolean finished = reader.stop(thread, endpoint.getStopTimeout());
      long left = Math.max(0, deadline - ticker.read());
      if (!finished || !free.tryAcquire(endpoint.getMaxInFlight(), left, TimeUnit.NANOSECONDS)) {
        abandoned = true;
        LOG.error(
            "Stopped with exchanges in progress: endpoint=lines:{} stop_timeout={} in_flight={}",
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
          "Lines were read and not processed, the route was stopped: source={} first_line={}"
              + " lines={}",
          group.source(),
          group.first(),
          group.lines().size());
      return;
    }
    endpoint.counters().delivered(group);
    Exchange exchange = createExchange(false);
    exchange.getMessage().setBody(group.lines());
    exchange.getMessage().setHeader(LinesConstants.SOURCE, group.source());
    exchange.getMessage().setHeader(LinesConstants.FIRST, group.first());
    exchange.getMessage().setHeader(LinesConstants.PERCENT, group.percent());
    exchange.getMessage().setHeader(LinesConstants.TRUNCATED, group.truncated());
    getAsyncProcessor().process(exchange, doneSync -> done(exchange));
  }

  private void done(Exchange exchange) {
    try {
      if (exchange.getException() != null) {
        getExceptionHandler()
            .handleException(
                "Lines not processed: firstLine="
                    + exchange.getMessage().getHeader(LinesConstants.FIRST),
                exchange,
                exchange.getException());
      }
      releaseExchange(exchange, false);
    } finally {
      endpoint.counters().done();
      free.release();
    }
  }

  /** Waits for exchanges to end; false if the stop has timed out. */
  private boolean acquire(int permits) {
    while (!abandoned) {
      try {
        if (free.tryAcquire(permits, 1, TimeUnit.SECONDS)) {
          return true;
        }
      } catch (InterruptedException e) {
        // An interrupt does not drop lines that were read; a stop has its own time-out.
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

  /** Notifies the listener of the endpoint, after all exchanges are done. */
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
