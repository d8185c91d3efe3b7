package io.github.pmtatracking.component.smtpproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.pmtatracking.component.smtpproxy.api.InvalidOptionException;
import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import io.github.pmtatracking.text.HostPort;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProxyRuntimeIT {
  @RegisterExtension final ProxyExtension smtp = new ProxyExtension();

  private static SmtpProxyEndpoint endpoint(DefaultCamelContext context) {
    return context.getEndpoint("smtp-proxy:127.0.0.1:25", SmtpProxyEndpoint.class);
  }

  @Test
  void anEmptyOptionCountsAsNotSet() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      SmtpProxyEndpoint endpoint = endpoint(context);
      endpoint.getConfiguration().setUpstreamDataDebug("");

      try (ProxyRuntime runtime =
              new ProxyRuntime(endpoint, HostPort.parse(smtp.upstream().hostPort(), "upstream"));
          Upstream upstream = runtime.connector().connect(null)) {
        assertEquals(250, upstream.hello("EHLO client.example", null).code());
      }
    }
  }

  @Test
  void tlsParametersAndNoVerificationExcludeEachOther() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      SmtpProxyEndpoint endpoint = endpoint(context);
      SmtpProxyConfiguration options = endpoint.getConfiguration();
      options.setInsecureSkipVerify(true);
      options.setUpstreamSslContextParameters(new SSLContextParameters());

      InvalidOptionException e =
          assertThrows(
              InvalidOptionException.class,
              () -> new ProxyRuntime(endpoint, HostPort.parse("127.0.0.1:25", "upstream")));

      assertEquals("insecureSkipVerify", e.option());
    }
  }
}
