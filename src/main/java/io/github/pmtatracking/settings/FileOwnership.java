package io.github.pmtatracking.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/**
 * Keeps files usable for their owner when root runs a command by hand: a file that root makes gets
 * the owner and group of the file that it replaces, or of its folder. For an ordinary user, who
 * cannot change the owner of a file, nothing happens.
 */
public final class FileOwnership {
  private static final boolean IS_ROOT = FileErrors.user().equals("root");

  private FileOwnership() {}

  /**
   * Gives a file the owner and group of a model, when this process is root's and the file too.
   *
   * @throws IOException when root may not give it away
   */
  public static void inherit(Path made, Path model) throws IOException {
    if (!IS_ROOT) {
      return;
    }
    PosixFileAttributeView view = Files.getFileAttributeView(made, PosixFileAttributeView.class);
    PosixFileAttributes wanted = Files.readAttributes(model, PosixFileAttributes.class);
    String owner = view.readAttributes().owner().getName();
    if (owner.equals("root") && !wanted.owner().getName().equals(owner)) {
      view.setOwner(wanted.owner());
      view.setGroup(wanted.group());
    }
  }

  /** The same for a file in the folder that it lies in. */
  public static void inheritFromFolder(Path made) throws IOException {
    Path folder = made.toAbsolutePath().getParent();
    if (folder != null) {
      inherit(made, folder);
    }
  }

  /** The name of a file's owner; {@code ?} when it cannot be told. */
  public static String nameOf(Path file) {
    try {
      return Files.getOwner(file).getName();
    } catch (IOException | UnsupportedOperationException e) {
      return "?";
    }
  }
}
