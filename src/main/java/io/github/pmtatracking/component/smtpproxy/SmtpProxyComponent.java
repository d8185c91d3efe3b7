package io.github.pmtatracking.component.smtpproxy;

import io.github.pmtatracking.component.smtpproxy.api.InvalidOptionException;
import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.component.smtpproxy.server.ProxySettings;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/** The component {@code smtp-proxy:}. Its configuration is the default of all its endpoints. */
@Component("smtp-proxy")
public class SmtpProxyComponent extends HealthCheckComponent implements SSLContextParametersAware {
  @Metadata(description = "The options that endpoints start from")
  private SmtpProxyConfiguration configuration = new SmtpProxyConfiguration();

  @Metadata(
      label = "security",
      defaultValue = "false",
      description =
          "Use Camel's global SSL context parameters for an endpoint that has no other TLS options"
              + " for clients or for upstream")
  private boolean useGlobalSslContextParameters;

  public SmtpProxyComponent() {}

  public SmtpProxyComponent(@Nullable CamelContext context) {
    super(context);
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    SmtpProxyEndpoint endpoint = new SmtpProxyEndpoint(uri, this, remaining, configuration.copy());
    setProperties(endpoint, parameters);
    SSLContextParameters global =
        useGlobalSslContextParameters ? retrieveGlobalSslContextParameters() : null;
    if (global != null) {
      endpoint.getConfiguration().useWhereUnset(global);
    }
    return endpoint;
  }

  /**
   * Checks the component's configuration before there is an endpoint. The addresses of endpoints
   * are not checked.
   *
   * @throws InvalidOptionException when an option cannot be used; it contains the option's name
   * @throws IllegalArgumentException when a size or a network cannot be read
   */
  public void checkConfiguration() throws GeneralSecurityException, IOException {
    ProxySettings.of(
        configuration,
        ProxyRuntime.sslContext(configuration.getSslContextParameters(), getCamelContext()));
  }

  public SmtpProxyConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(SmtpProxyConfiguration configuration) {
    this.configuration = configuration;
  }

  @Override
  public boolean isUseGlobalSslContextParameters() {
    return useGlobalSslContextParameters;
  }

  @Override
  public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
    this.useGlobalSslContextParameters = useGlobalSslContextParameters;
  }
}
