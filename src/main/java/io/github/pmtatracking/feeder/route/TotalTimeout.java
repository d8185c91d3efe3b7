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
 * Cuts a request that is not finished within a total time, however slowly bytes arrive or leave.
 * The other timeouts of HTTP clients start again with each byte that is read. Never repeats a
 * request; the route does that. Thread-safe.
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
          // A weak reference, because the runtime refers to the request: the timer would keep its
          // body all the time. The reader of the response holds a strong one.
          WeakReference<ExecRuntime> connection = new WeakReference<>(scope.execRuntime);
          ScheduledFuture<?> cut =
              timer.schedule(() -> cut(connection.get()), limit.toMillis(), TimeUnit.MILLISECONDS);
          try {
            // The body of the response is read after this returns, so the timer keeps running. When
            // the connection is back in its pool, the timer finds nothing to cut.
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
