package io.github.pmtatracking.command;

import io.github.pmtatracking.feeder.route.FeederFlow;
import io.github.pmtatracking.process.Flow;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.tracker.route.TrackerFlow;
import io.github.pmtatracking.wrapper.route.WrapperFlow;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code run}: several flows in one process. */
@Command(
    name = "run",
    description = "Runs several flows in one process; their flags are settings here (-config FILE)")
final class RunCommand extends FlowCommand {

  /** The flows that can share a process; PowerMTA starts acct_etl itself. */
  enum Hosted {
    tracker,
    feeder,
    wrapper
  }

  @Parameters(
      arity = "1..3",
      paramLabel = "FLOW",
      description = "tracker, feeder, wrapper: one or more of them")
  private List<Hosted> names = new ArrayList<>();

  @Override
  List<Flow> flows() {
    List<Flow> flows = new ArrayList<>();
    names.stream()
        .distinct()
        .forEach(
            name ->
                flows.add(
                    switch (name) {
                      case tracker -> new TrackerFlow();
                      case feeder -> new FeederFlow();
                      case wrapper -> new WrapperFlow();
                    }));
    return flows;
  }

  @Override
  String managementPortKey() {
    return "management.port";
  }

  @Override
  String greeting(Settings settings) {
    return "Starting " + names;
  }
}
