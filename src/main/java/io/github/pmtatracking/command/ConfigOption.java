package io.github.pmtatracking.command;

import io.github.pmtatracking.settings.InstallationDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag {@code -config} of every command that reads settings. */
final class ConfigOption {
  @Option(
      names = {"-config", "--config"},
      paramLabel = "FILE",
      description =
          "Read settings from FILE (default: etc/pmta-tracking.properties of the installation)")
  private @Nullable Path config;

  /** The settings file; null when none was named and the installation has none. */
  @Nullable Path file() {
    return config != null ? config : InstallationDirectory.existing("etc/pmta-tracking.properties");
  }
}
