package io.github.pmtatracking.component.smtpproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.pmtatracking.testing.SmtpTalk;
import io.github.pmtatracking.testing.TestCertificate;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void tlsParametersApplyToBothSides(@TempDir Path folder) throws Exception {
    TestCertificate certificate = TestCertificate.create(folder, "proxy.example");
    smtp.upstream().tls(certificate.context());
    try (Proxy proxy =
            smtp.start(
                Map.of("tls", parameters(certificate)),
                "sslContextParameters=#tls",
                "upstreamSslContextParameters=#tls",
                "upstreamTls=REQUIRE");
        SmtpTalk client = SmtpTalk.greeted(proxy.port())) {
      assertEquals("220 2.0.0 Ready to start TLS", client.say("STARTTLS"));
      client.startTls(certificate.context());
      client.say("EHLO client.example");
      assertEquals("250 2.0.0 message received", Proxy.send(client));
    }
  }

  @Test
  void globalTlsParametersAreUsedOnlyOnRequest(@TempDir Path folder) throws Exception {
    SSLContextParameters global = parameters(TestCertificate.create(folder, "proxy.example"));
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.setSSLContextParameters(global);
      assertNull(endpoint(context, 1).getConfiguration().getSslContextParameters());
      context
          .getComponent("smtp-proxy", SmtpProxyComponent.class)
          .setUseGlobalSslContextParameters(true);
      assertSame(global, endpoint(context, 2).getConfiguration().getSslContextParameters());
    }
  }

  @Test
  void camelSeesTheAddressAndTheProtocol() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      assertEquals("127.0.0.1:25", endpoint(context, 25).getServiceUrl());
      assertEquals("smtp", endpoint(context, 25).getServiceProtocol());
    }
  }

  private static SmtpProxyEndpoint endpoint(DefaultCamelContext context, int port) {
    return context.getEndpoint("smtp-proxy:127.0.0.1:" + port, SmtpProxyEndpoint.class);
  }

  private static SSLContextParameters parameters(TestCertificate certificate) {
    return new SSLContextParameters() {
      @Override
      public SSLContext createSSLContext(CamelContext context) throws GeneralSecurityException {
        return certificate.context();
      }
    };
  }
}
