package io.github.pmtatracking.component.smtpproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProxyListenerIT {
  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();

  private static Exception start(String uri) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from(uri).to("smtp-proxy:upstream");
            }
          });
      return assertThrows(Exception.class, context::start);
    }
  }

  private static String messages(Throwable thrown) {
    return thrown == null ? "" : thrown.getMessage() + "\n" + messages(thrown.getCause());
  }

  @Test
  void anAddressInUseIsNamedAndNoThreadIsLeft() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();

      String messages =
          messages(start("smtp-proxy:" + address + "?upstream=" + smtp.upstream().hostPort()));

      assertTrue(messages.contains("smtp-proxy cannot listen on " + address), messages);
    }
    assertEquals(
        0,
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().contains("smtp-proxy"))
            .count());
  }

  @Test
  void aConsumerWithoutUpstreamIsRefused() throws Exception {
    String messages = messages(start("smtp-proxy:127.0.0.1:0"));

    assertTrue(messages.contains("upstream: wanted host:port"), messages);
  }

  @Test
  void aTranscriptFileThatCannotBeWrittenIsNamedWithItsOption() throws Exception {
    String upstream = "?upstream=" + smtp.upstream().hostPort();

    String messages =
        messages(start("smtp-proxy:127.0.0.1:0" + upstream + "&downstreamDebug=/no/such/file"));

    assertTrue(messages.contains("downstreamDebug: \"/no/such/file\""), messages);
  }
}
