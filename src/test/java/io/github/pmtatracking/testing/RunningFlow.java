package io.github.pmtatracking.testing;

import io.github.pmtatracking.process.Flow;
import io.github.pmtatracking.process.FlowProcess;
import io.github.pmtatracking.settings.Settings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit extension that runs flows in this process, with the settings as they ship and those that
 * the test changes. A flow that still runs after a test is ended.
 */
public final class RunningFlow implements AfterEachCallback {
  private Settings settings = Settings.load(null, Map.of(), Map.of());
  private @Nullable FlowProcess process;

  /** The settings as they ship, changed. */
  public static Settings settings(String... keysAndValues) {
    Settings changed = Settings.load(null, Map.of(), Map.of());
    for (int i = 0; i < keysAndValues.length; i += 2) {
      changed = changed.with(keysAndValues[i], keysAndValues[i + 1]);
    }
    return changed;
  }

  /** Changes a setting of the flows that are started from now on. */
  public RunningFlow with(String key, String value) {
    settings = settings.with(key, value);
    return this;
  }

  /** Starts flows in one process, as their commands do; returns when they run. */
  public FlowProcess start(Flow... flows) {
    FlowProcess started = new FlowProcess(settings, List.of(flows), null, null);
    process = started;
    started.start();
    return started;
  }

  /** Ends the flows in order, as SIGTERM does; nothing happens if none runs. */
  public void stop() {
    if (process != null) {
      process.close();
      process = null;
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    stop();
    settings = Settings.load(null, Map.of(), Map.of());
  }
}
