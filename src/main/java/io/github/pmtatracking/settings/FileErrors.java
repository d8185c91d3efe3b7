package io.github.pmtatracking.settings;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The reason why a file cannot be used, as text for the operator. */
public final class FileErrors {
  private FileErrors() {}

  /** The reason, without the name of the file, which the caller knows. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return "permission denied; " + owner(denied.getFile());
    }
    if (e instanceof NoSuchFileException missing) {
      return missing(missing.getFile());
    }
    if (e instanceof NotDirectoryException none) {
      return none.getFile() + " is no folder";
    }
    if (e instanceof FileSystemException other && other.getReason() != null) {
      return String.valueOf(other.getReason());
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /** Names the folder when the folder is missing: a log file need not exist, its folder must. */
  private static String missing(String file) {
    Path folder = Path.of(file).toAbsolutePath().getParent();
    return folder == null || Files.isDirectory(folder)
        ? "there is no " + file
        : "there is no folder " + folder;
  }

  /** The owner of a file, or of the nearest folder above it that exists, and our own user. */
  public static String owner(@Nullable String file) {
    Path path = file == null ? null : Path.of(file).toAbsolutePath();
    boolean folder = path != null && Files.isDirectory(path);
    while (path != null && !Files.exists(path)) {
      path = path.getParent();
      folder = true;
    }
    if (path == null) {
      return "this is user " + user();
    }
    return "%sowner %s, this is user %s"
        .formatted(folder ? "folder " + path + ": " : "", FileOwnership.nameOf(path), user());
  }

  /** The user that this process runs as. */
  public static String user() {
    return System.getProperty("user.name", "?");
  }
}
