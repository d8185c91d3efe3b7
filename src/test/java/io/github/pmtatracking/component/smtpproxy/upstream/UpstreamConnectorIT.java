package io.github.pmtatracking.component.smtpproxy.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.Proxy;
import io.github.pmtatracking.component.smtpproxy.ProxyExtension;
import io.github.pmtatracking.testing.FakeUpstream;
import io.github.pmtatracking.testing.FreePort;
import io.github.pmtatracking.testing.SmtpTalk;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections to an upstream server that is unavailable or refuses them. */
class UpstreamConnectorIT {
  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();
  private final FakeUpstream upstream = smtp.upstream();

  private static final String LOST = "421 4.4.2 Connection to upstream server lost ";

  @Test
  void everyFailureOfUpstreamIsCounted() throws Exception {
    String nobody = "127.0.0.1:" + FreePort.find();
    try (Proxy proxy = Proxy.to(nobody)) {
      for (int i = 1; i <= 3; i++) {
        try (SmtpTalk client = SmtpTalk.to(proxy.port())) {
          client.reply();
          assertEquals("421 4.4.1 Upstream server unavailable", client.say("EHLO c"));
          assertEquals(i, proxy.endpoint().getUpstreamFailures());
        }
      }
    }
    upstream.greeting("421 4.3.2 too busy");
    try (Proxy proxy = smtp.start();
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      assertEquals("421 4.4.1 Upstream server replied: 421 4.3.2 too busy", client.say("EHLO c"));
      assertEquals(1, proxy.endpoint().getUpstreamFailures());
    }
    upstream.greeting("220 fine").hangUpAt("MAIL");
    try (Proxy proxy = smtp.start();
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertTrue(client.say("MAIL FROM:<s@example.com>").startsWith(LOST));
      assertEquals(1, proxy.endpoint().getUpstreamFailures());
    }
  }

  @Test
  void anUnavailableUpstreamMeans421() throws Exception {
    try (Socket nobody = new Socket()) {
      // Bound, so that nobody else gets this port, the proxy itself least of all, but not
      // listening.
      nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (Proxy proxy = Proxy.to("127.0.0.1:" + nobody.getLocalPort());
          SmtpTalk client = SmtpTalk.to(proxy.port())) {
        client.reply();
        assertEquals("421 4.4.1 Upstream server unavailable", client.say("EHLO client.example"));
        assertEquals("(closed)", client.reply());
      }
    }
  }

  @Test
  void anUpstreamThatRefusesTheConnectionMeans421() throws Exception {
    upstream.greeting("554 5.7.1 not you");
    try (Proxy proxy = smtp.start();
        SmtpTalk client = SmtpTalk.to(proxy.port())) {
      client.reply();
      assertEquals(
          "421 4.4.1 Upstream server replied: 554 5.7.1 not you",
          client.say("EHLO client.example"));
    }
  }
}
