package io.github.pmtatracking.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which file each route comes from. A file in the operator's folder wins over the built-in one of
 * the same name; every name is explicit, since a wildcard over both places would load a route
 * twice.
 */
final class RouteFiles {
  private final @Nullable Path folder;

  /**
   * @param folder the operator's {@code routes/}; null for the built-in routes alone
   */
  RouteFiles(@Nullable Path folder) {
    this.folder = folder;
  }

  /** The value of Camel's {@code routesIncludePattern} for these names. */
  String includePattern(List<String> names) {
    List<String> files = new ArrayList<>();
    for (String name : names) {
      String file = name + ".camel.yaml";
      if (folder != null && Files.exists(folder.resolve(file))) {
        files.add("file:" + folder.resolve(file).toAbsolutePath());
      } else {
        files.add("classpath:routes/" + file);
      }
    }
    return String.join(",", files);
  }
}
