package io.github.pmtatracking.command;

import io.github.pmtatracking.flow.FeederFlow;
import io.github.pmtatracking.flow.Flow;
import io.github.pmtatracking.flow.TrackerFlow;
import io.github.pmtatracking.flow.WrapperFlow;
import io.github.pmtatracking.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code run}: several flows in one process. */
@Command(
    name = "run",
    description = "Runs several flows in one process; their flags are settings here (-config FILE)")
final class RunCommand extends FlowCommand {

  /** The flows that can share a process; acct_etl is PowerMTA's to start. */
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
