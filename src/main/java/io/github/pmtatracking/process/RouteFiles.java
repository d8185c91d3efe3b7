package io.github.pmtatracking.process;

import io.github.pmtatracking.renamed.OldName;
import io.github.pmtatracking.renamed.OldRouteNames;
import io.github.pmtatracking.renamed.RenamedNames;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.FileErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of the routes. A file in the operator's folder wins over the built-in one of the same
 * name. Every name is explicit, because a wildcard over both places would load a route twice.
 */
final class RouteFiles {
  private static final String ENDING = ".camel.yaml";

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
      Path own = own(name);
      files.add(own == null ? "classpath:routes/" + name + ENDING : "file:" + own.toAbsolutePath());
    }
    return String.join(",", files);
  }

  /**
   * Finds old names in the operator's files.
   *
   * @throws BadSettingException when a file cannot be read
   */
  List<OldName> oldNames(List<String> names, RenamedNames table) {
    OldRouteNames old = new OldRouteNames(table);
    List<OldName> found = new ArrayList<>();
    for (String name : names) {
      Path file = own(name);
      if (file != null) {
        found.addAll(old.inFile(file.toString(), lines(file)));
      }
    }
    return found;
  }

  /** The operator's file of this name; null when the built-in one is used. */
  private @Nullable Path own(String name) {
    Path file = folder == null ? null : folder.resolve(name + ENDING);
    return file != null && Files.exists(file) ? file : null;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new BadSettingException(
          "route file %s cannot be read: %s".formatted(file, FileErrors.reason(e)), e);
    }
  }
}
