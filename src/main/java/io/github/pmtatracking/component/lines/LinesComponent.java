package io.github.pmtatracking.component.lines;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;

/** Read lines from standard input or from files: {@code lines:name}. */
@Component("lines")
public class LinesComponent extends HealthCheckComponent {

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    if (remaining.isBlank()) {
      throw new IllegalArgumentException("lines needs a name: lines:name");
    }
    LinesEndpoint endpoint = new LinesEndpoint(uri, this, remaining);
    setProperties(endpoint, parameters);
    return endpoint;
  }
}
