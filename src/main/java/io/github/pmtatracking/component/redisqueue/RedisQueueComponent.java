package io.github.pmtatracking.component.redisqueue;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.service.ServiceHelper;

/** Use a Redis list as a reliable queue: {@code redis-queue:key}. */
@Component("redis-queue")
public class RedisQueueComponent extends HealthCheckComponent {
  @Metadata(description = "What endpoints have in common.")
  private RedisQueueConfiguration configuration = new RedisQueueConfiguration();

  private final HandledFailures handledFailures = new HandledFailures();

  public RedisQueueConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(RedisQueueConfiguration configuration) {
    this.configuration = configuration;
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
