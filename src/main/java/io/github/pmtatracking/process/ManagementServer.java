package io.github.pmtatracking.process;

import io.github.pmtatracking.text.HostPort;
import io.github.pmtatracking.text.RootCause;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of health and metrics. It is Camel's, on Vert.x, which only logs that it cannot
 * bind its port and then runs on without it. So its Vert.x is made here, with one event loop: after
 * the start, everything that this loop has reported is known, and a port that was taken meanwhile
 * ends the start.
 */
final class ManagementServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
  private static final int WAIT_SECONDS = 30;

  private final HostPort address;
  private final String remedy;
  private final Vertx vertx;
  private final AtomicReference<@Nullable Throwable> bindFailure = new AtomicReference<>();

  /**
   * @param remedy the settings that choose another address
   * @throws PortTakenException when the address is not of this machine, or is taken
   */
  ManagementServer(HostPort address, String remedy) {
    this.address = address;
    this.remedy = remedy;
    IOException taken = PortCheck.failure(address);
    if (taken != null) {
      throw taken(taken);
    }
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    vertx.exceptionHandler(this::reported);
  }

  /** Has Camel serve health and metrics when it starts. */
  void configure(Main camel) {
    camel.bind("managementVertx", vertx);
    camel.addOverrideProperty("camel.management.host", address.listenHost());
    camel.addOverrideProperty("camel.management.port", Integer.toString(address.port()));
    camel.addOverrideProperty("camel.management.healthCheckEnabled", "true");
    camel.addOverrideProperty("camel.health.exposure-level", "full");
    camel.addOverrideProperty("camel.management.metricsEnabled", "true");
    camel.addOverrideProperty("camel.metrics.enabled", "true");
  }

  private void reported(Throwable thrown) {
    if (RootCause.of(thrown) instanceof SocketException) {
      bindFailure.compareAndSet(null, thrown);
    } else {
      LOG.error("Health and metrics: unhandled exception", thrown);
    }
  }

  /**
   * Called when Camel has started.
   *
   * @throws PortTakenException when the server does not listen
   */
  void requireListening() throws InterruptedException {
    CountDownLatch allReported = new CountDownLatch(1);
    vertx.getOrCreateContext().runOnContext(nothing -> allReported.countDown());
    boolean known = allReported.await(WAIT_SECONDS, TimeUnit.SECONDS);
    Throwable failure = bindFailure.get();
    if (failure != null || !known) {
      throw taken(failure == null ? new IOException("no answer from its thread") : failure);
    }
  }

  private PortTakenException taken(Throwable cause) {
    return new PortTakenException(
        "health and metrics at %s: cannot be listened on: %s (choose another with %s)"
            .formatted(address, RootCause.message(cause), remedy),
        cause);
  }

  @Override
  public void close() {
    vertx.close();
  }
}
