package io.github.pmtatracking.component.smtpproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.testing.SmtpTalk;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The endpoint as JMX and Camel see it. */
class SmtpProxyEndpointIT {
  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();

  @Test
  void jmxShowsTheCounters() throws Exception {
    try (Proxy proxy = smtp.start();
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      Proxy.send(client);
      MBeanServer server =
          proxy.context().getManagementStrategy().getManagementAgent().getMBeanServer();
      ObjectName name =
          server
              .queryNames(
                  new ObjectName(
                      "org.apache.camel:context="
                          + proxy.context().getManagementName()
                          + ",type=endpoints,name=\"smtp-proxy://127.0.0.1:0*\""),
                  null)
              .iterator()
              .next();
      assertEquals(1L, server.getAttribute(name, "MessagesAccepted"));
      assertEquals(1, server.getAttribute(name, "OpenConnections"));
    }
  }
}
