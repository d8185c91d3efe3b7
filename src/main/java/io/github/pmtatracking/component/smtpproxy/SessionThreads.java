package io.github.pmtatracking.component.smtpproxy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelContext;

/**
 * The threads of a proxy, one for each session. On Java 21 and later they are virtual, unless the
 * system property {@code camel.threads.virtual.enabled} is set. With that property, and before Java
 * 21, they are the threads of Camel's {@code ExecutorServiceManager}.
 */
final class SessionThreads {
  private static final String CAMEL_PROPERTY = "camel.threads.virtual.enabled";

  private SessionThreads() {}

  /**
   * Creates the threads. {@link #close} ends them.
   *
   * @param source the owner, for Camel's thread pool factory
   * @param name part of the name of each thread
   */
  static ExecutorService create(CamelContext context, Object source, String name) {
    if (System.getProperty(CAMEL_PROPERTY) == null) {
      try {
        return (ExecutorService)
            Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
      } catch (ReflectiveOperationException e) {
        // Java before 21
      }
    }
    return context.getExecutorServiceManager().newCachedThreadPool(source, name);
  }

  /** Ends the threads when their sessions end. */
  static void close(CamelContext context, ExecutorService threads) {
    context.getExecutorServiceManager().shutdown(threads);
  }
}
