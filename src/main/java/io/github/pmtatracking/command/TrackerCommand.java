package io.github.pmtatracking.command;

import io.github.pmtatracking.process.Flow;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.tracker.route.TrackerFlow;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tracker}: the web service behind opens and clicks. */
@Command(
    name = "tracker",
    description =
        "Web service that decodes opens and clicks, queues them, and answers with a pixel or a"
            + " redirect")
final class TrackerCommand extends FlowCommand {

  @Option(
      names = {"-in_hostport", "--in_hostport"},
      paramLabel = "HOST:PORT",
      description = "Where to serve incoming HTTP requests (default: :8888)")
  void inHostPort(String value) {
    flag("tracker.in-hostport", "-in_hostport", value);
  }

  @Override
  List<Flow> flows() {
    return List.of(new TrackerFlow());
  }

  @Override
  String managementPortKey() {
    return "tracker.management.port";
  }

  @Override
  String greeting(Settings settings) {
    return "Starting tracker on " + settings.text("tracker.in-hostport");
  }
}
