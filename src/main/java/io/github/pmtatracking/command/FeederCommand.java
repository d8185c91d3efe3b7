package io.github.pmtatracking.command;

import io.github.pmtatracking.feeder.route.FeederFlow;
import io.github.pmtatracking.process.Flow;
import io.github.pmtatracking.settings.Settings;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code feeder}: from the queue to the ingest API. */
@Command(
    name = "feeder",
    description = {
      "Takes open and click events from the queue and feeds them to the ingest API",
      "Environment: SPARKPOST_API_KEY_INGEST (required), SPARKPOST_HOST_INGEST (default:"
          + " api.sparkpost.com)"
    })
final class FeederCommand extends FlowCommand {

  @Override
  List<Flow> flows() {
    return List.of(new FeederFlow());
  }

  @Override
  String managementPortKey() {
    return "feeder.management.port";
  }

  @Override
  String greeting(Settings settings) {
    return "Starting feeder";
  }
}
