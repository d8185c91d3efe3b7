package io.github.pmtatracking.feeder;

import io.github.pmtatracking.settings.Settings;
import java.util.Map;

/** The default settings of the feeder with changes. */
public final class TestFeederOptions {
  private TestFeederOptions() {}

  /**
   * @param changes setting, value, setting, value, ...
   */
  public static FeederOptions with(String... changes) {
    return FeederOptions.of(settings(changes));
  }

  static Settings settings(String... changes) {
    Settings settings = Settings.load(null, Map.of(), Map.of());
    for (int i = 0; i < changes.length; i += 2) {
      settings = settings.with(changes[i], changes[i + 1]);
    }
    return settings;
  }
}
