package io.github.pmtatracking.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the installation, with bin, lib, etc and routes. The launcher passes it as a system
 * property; a process that was started in another way uses its working directory.
 */
public final class InstallationDirectory {
  private static final String PROPERTY = "pmta.home";

  private InstallationDirectory() {}

  /** A relative path of a setting, resolved against the installation; an absolute one stays. */
  public static Path resolve(Path path) {
    return Path.of(System.getProperty(PROPERTY, "")).resolve(path);
  }

  /** A file or folder of the installation; null when there is none or no installation. */
  public static @Nullable Path existing(String name) {
    if (System.getProperty(PROPERTY) == null) {
      return null;
    }
    Path path = resolve(Path.of(name));
    return Files.exists(path) ? path : null;
  }
}
