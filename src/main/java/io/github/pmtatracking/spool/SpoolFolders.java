package io.github.pmtatracking.spool;

import io.github.pmtatracking.settings.FileErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Spools for several processes of the same kind: each works in a sub-folder of its own (0, 1, 2,
 * ...), the lowest that is free, and a sub-folder whose process has ended can be drained by others.
 */
public final class SpoolFolders {
  private static final int MAX_FOLDERS = 1000;

  private final SpoolOptions options;

  /**
   * Spools below one folder.
   *
   * @param options its folder is the parent
   */
  public SpoolFolders(SpoolOptions options) {
    this.options = options;
  }

  /**
   * Opens the lowest sub-folder that no process uses.
   *
   * @throws SpoolUnavailableException if the folder cannot be written, or all are taken
   */
  public Spool openOwn() throws SpoolUnavailableException {
    for (int i = 0; i < MAX_FOLDERS; i++) {
      Optional<Spool> spool = Spool.openIfFree(sub(Integer.toString(i)));
      if (spool.isPresent()) {
        return spool.get();
      }
    }
    throw new SpoolUnavailableException(
        "spool folder %s has no free sub-folder among %d; set %s.folder"
            .formatted(options.folder(), MAX_FOLDERS, options.setting()));
  }

  /**
   * The sub-folders that hold segments, in use or not; to be opened with {@link Spool#openIfFree}.
   *
   * @throws SpoolUnavailableException if the folder cannot be read
   */
  public List<SpoolOptions> withSegments() throws SpoolUnavailableException {
    if (!Files.isDirectory(options.folder())) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(options.folder())) {
      return folders
          .filter(SpoolFolders::holdsSegments)
          .sorted()
          .map(folder -> sub(String.valueOf(folder.getFileName())))
          .toList();
    } catch (IOException e) {
      throw new SpoolUnavailableException(
          "spool folder %s cannot be read (%s); change %s.folder"
              .formatted(options.folder(), FileErrors.reason(e), options.setting()),
          e);
    }
  }

  private static boolean holdsSegments(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> Segment.numberOf(file).isPresent());
    } catch (IOException unreadable) {
      return false;
    }
  }

  private SpoolOptions sub(String name) {
    return options.withFolder(options.folder().resolve(name));
  }
}
