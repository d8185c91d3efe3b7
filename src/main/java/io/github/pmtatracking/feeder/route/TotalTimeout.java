package io.github.pmtatracking.feeder.route;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a request that is not done within a total time, whatever trickles in or does not trickle out
 * meanwhile: the other time-outs of HTTP clients begin anew with each octet that is read. Repeats
 * nothing by itself, since the route decides about that. Thread-safe.
 */
final class TotalTimeout implements HttpClientConfigurer, AutoCloseable {
  private final Duration limit;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "http-total-timeout");
            thread.setDaemon(true);
            return thread;
          });

  TotalTimeout(Duration limit) {
    this.limit = limit;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder builder) {
    builder.disableAutomaticRetries().disableCookieManagement().disableRedirectHandling();
    builder.addExecInterceptorFirst(
        "total-timeout",
        (request, scope, chain) -> {
          // Weakly, for the request hangs on it: the timer would keep its body for all that time.
          // Whoever reads the answer holds it.
          WeakReference<ExecRuntime> connection = new WeakReference<>(scope.execRuntime);
          ScheduledFuture<?> cut =
              timer.schedule(() -> cut(connection.get()), limit.toMillis(), TimeUnit.MILLISECONDS);
          try {
            // The answer's body is still to be read when this returns, so the timer goes on; it
            // finds nothing to cut once the connection is back in its pool.
            return chain.proceed(request, scope);
          } catch (Exception e) {
            cut.cancel(false);
            throw e;
          }
        });
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static void cut(@Nullable ExecRuntime connection) {
    if (connection != null) {
      connection.discardEndpoint();
    }
  }
}
