package io.github.pmtatracking.testing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files of the checkout, without what builds and trials make. */
public final class RepositoryFiles {
  private static final Set<String> NOT_IN_GIT =
      Set.of("target", ".git", ".idea", ".vscode", "spool", "rejects", "pmta-tracking-redis");

  private RepositoryFiles() {}

  /** All files, relative to the checkout, in the order of their names. */
  public static List<Path> all() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        Path.of(""),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            // source packages have such names, too
            boolean made =
                NOT_IN_GIT.contains(folder.getFileName().toString()) && !folder.startsWith("src");
            return made ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }
}
