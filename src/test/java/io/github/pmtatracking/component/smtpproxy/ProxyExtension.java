package io.github.pmtatracking.component.smtpproxy;

import io.github.pmtatracking.testing.FakeUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ProcessorDefinition;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fake upstream server and proxies in front of it. Each test has its own; they end after the
 * test, if the test did not close them.
 */
public final class ProxyExtension implements AfterEachCallback {
  private final FakeUpstream upstream;
  private final List<Proxy> proxies = new CopyOnWriteArrayList<>();

  public ProxyExtension() {
    try {
      upstream = FakeUpstream.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The upstream server. */
  public FakeUpstream upstream() {
    return upstream;
  }

  /** Starts a proxy that passes mail through. */
  public Proxy start(String... options) throws Exception {
    return closed(Proxy.to(upstream.hostPort(), options));
  }

  /** Starts a proxy with a step before the delivery. */
  public Proxy start(Processor step, String... options) throws Exception {
    return closed(Proxy.with(step, upstream.hostPort(), options));
  }

  /** Starts a proxy with beans for its options. */
  public Proxy start(Map<String, Object> beans, String... options) throws Exception {
    return closed(Proxy.withBeans(beans, upstream.hostPort(), options));
  }

  /** Starts a proxy with the given steps after the consumer, delivery included. */
  public Proxy start(Consumer<ProcessorDefinition<?>> steps, RouteBuilder more, String... options)
      throws Exception {
    return closed(Proxy.route(steps, more, upstream.hostPort(), options));
  }

  private Proxy closed(Proxy proxy) {
    proxies.add(proxy);
    return proxy;
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    proxies.forEach(Proxy::close);
    upstream.close();
  }
}
