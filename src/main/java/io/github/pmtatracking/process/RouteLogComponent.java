package io.github.pmtatracking.process;

import io.github.pmtatracking.logging.LogConfiguration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.log.LogComponent;

/**
 * Camel's component {@code log}, with loggers below {@value LogConfiguration#ROUTES}, so that
 * {@code to: log:mine} of an operator's route shows at INFO as the log of the programs does.
 */
final class RouteLogComponent extends LogComponent {

  @Override
  protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters)
      throws Exception {
    String logger =
        name.startsWith("io.github.pmtatracking.") ? name : LogConfiguration.ROUTES + "." + name;
    return super.createEndpoint(uri, logger, parameters);
  }
}
