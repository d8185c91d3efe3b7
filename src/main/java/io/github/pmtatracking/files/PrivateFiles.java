package io.github.pmtatracking.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Makes files and folders that other users of the machine cannot read: files with mode 0640 and
 * folders with 0750, or less if the umask of the process is stricter. Existing files keep their
 * mode. On a file system without POSIX permissions nothing is set.
 */
public final class PrivateFiles {
  private static final FileAttribute<?>[] NONE = {};
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r-----");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwxr-x---");

  /** A folder above ours may hold those of another user: it must be able to go through. */
  private static final Set<PosixFilePermission> PARENT =
      PosixFilePermissions.fromString("rwxr-x--x");

  private static final Set<PosixFilePermission> EMPTY_FILE =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFiles() {}

  /**
   * Makes a folder with mode 0750, and the missing ones above it with 0751. Does nothing where it
   * exists.
   */
  public static Path createFolder(Path folder) throws IOException {
    create(folder, FOLDER);
    return folder;
  }

  /** The same with mode 0700. A folder that exists keeps its mode. */
  public static Path createOwnerFolder(Path folder) throws IOException {
    create(folder, OWNER_FOLDER);
    return folder;
  }

  /** Returns false where it exists. */
  private static boolean create(Path folder, Set<PosixFilePermission> mode) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null && !Files.exists(parent) && create(parent, PARENT) && isPosix(parent)) {
      // the umask has taken the permission to go through away
      Files.setPosixFilePermissions(parent, PARENT);
    }
    try {
      Files.createDirectory(folder, attribute(folder, mode));
      return true;
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
      return false;
    }
  }

  /** Opens a file, which is made with mode 0640 if the options make one. */
  public static FileChannel open(Path file, OpenOption... options) throws IOException {
    return FileChannel.open(file, Set.of(options), attribute(file, FILE));
  }

  /**
   * Makes a file that others can read whatever the umask is, and that stays empty: a lock on which
   * processes of several users meet. Does nothing where it exists.
   */
  public static void createEmptyForAll(Path file) throws IOException {
    try {
      Files.createFile(file);
      if (isPosix(file)) {
        Files.setPosixFilePermissions(file, EMPTY_FILE);
      }
    } catch (FileAlreadyExistsException e) {
      // another process was quicker
    }
  }

  /** Makes an empty file with mode 0600, or gives one that exists this mode. */
  public static void createOwnerFile(Path file) throws IOException {
    try {
      Files.createFile(file, attribute(file, OWNER_FILE));
    } catch (FileAlreadyExistsException e) {
      ownerOnly(file);
    }
  }

  /**
   * Takes a regular file or a folder away from everybody but its owner (0600, 0700). Leaves a
   * device or a pipe as it is.
   *
   * @throws IOException when it belongs to another user
   */
  public static void ownerOnly(Path path) throws IOException {
    boolean folder = Files.isDirectory(path);
    if ((folder || Files.isRegularFile(path)) && isPosix(path)) {
      Files.setPosixFilePermissions(path, folder ? OWNER_FOLDER : OWNER_FILE);
    }
  }

  private static FileAttribute<?>[] attribute(Path path, Set<PosixFilePermission> mode) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)}
        : NONE;
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
