package io.github.pmtatracking.process;

import java.util.List;

/**
 * The flow of a program: the routes that an operator can read and edit, and the beans that these
 * routes name. Several flows may share a process.
 */
public interface Flow {

  /** The name of the flow and of its command, such as {@code tracker}. */
  String name();

  /** Route files without ending: {@code tracker} stands for {@code routes/tracker.camel.yaml}. */
  List<String> routes();

  /**
   * Builds the flow's context. Called once, before the routes are loaded; every setting of the flow
   * is checked here.
   *
   * @throws io.github.pmtatracking.settings.BadSettingException when a setting cannot be used
   */
  void configure(FlowContext context);

  /**
   * Whether the flow runs on without health and metrics when their address cannot be listened on.
   */
  default boolean runsWithoutManagement() {
    return false;
  }
}
