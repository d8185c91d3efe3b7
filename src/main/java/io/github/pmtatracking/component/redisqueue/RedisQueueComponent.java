package io.github.pmtatracking.component.redisqueue;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.service.ServiceHelper;

/** Use a Redis list as a reliable queue: {@code redis-queue:key}. */
@Component("redis-queue")
public class RedisQueueComponent extends HealthCheckComponent implements SSLContextParametersAware {
  @Metadata(description = "The options that all endpoints start from.")
  private RedisQueueConfiguration configuration = new RedisQueueConfiguration();

  @Metadata(
      label = "security",
      defaultValue = "false",
      description =
          "Whether endpoints with a rediss: URL use the global TLS parameters of Camel, if they"
              + " have none of their own.")
  private boolean useGlobalSslContextParameters;

  private final HandledFailures handledFailures = new HandledFailures();

  public RedisQueueConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(RedisQueueConfiguration configuration) {
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

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    if (remaining.isBlank()) {
      throw new IllegalArgumentException("redis-queue needs the key of a list: redis-queue:key");
    }
    RedisQueueEndpoint endpoint =
        new RedisQueueEndpoint(uri, this, remaining, configuration.copy());
    setProperties(endpoint, parameters);
    RedisQueueConfiguration options = endpoint.getConfiguration();
    if (useGlobalSslContextParameters
        && options.isTls()
        && options.getSslContextParameters() == null) {
      options.setSslContextParameters(retrieveGlobalSslContextParameters());
    }
    return endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    ServiceHelper.startService(handledFailures);
    getCamelContext().getManagementStrategy().addEventNotifier(handledFailures);
  }

  @Override
  protected void doStop() throws Exception {
    getCamelContext().getManagementStrategy().removeEventNotifier(handledFailures);
    ServiceHelper.stopService(handledFailures);
    super.doStop();
  }
}
