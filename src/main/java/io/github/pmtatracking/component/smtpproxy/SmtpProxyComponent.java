package io.github.pmtatracking.component.smtpproxy;

import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** The component {@code smtp-proxy:}; its configuration holds for all endpoints. */
@Component("smtp-proxy")
public class SmtpProxyComponent extends DefaultComponent {
  @Metadata(description = "Options that endpoints start from")
  private SmtpProxyConfiguration configuration = new SmtpProxyConfiguration();

  public SmtpProxyComponent() {}

  public SmtpProxyComponent(@Nullable CamelContext context) {
    super(context);
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    SmtpProxyEndpoint endpoint = new SmtpProxyEndpoint(uri, this, remaining, configuration.copy());
    setProperties(endpoint, parameters);
    return endpoint;
  }

  public SmtpProxyConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(SmtpProxyConfiguration configuration) {
    this.configuration = configuration;
  }
}
