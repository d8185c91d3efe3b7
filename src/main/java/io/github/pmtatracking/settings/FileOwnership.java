package io.github.pmtatracking.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/**
 * Keeps files usable for their owner when root runs a command by hand: a new file of root gets the
 * owner and group of the file that it replaces, or of its folder. For other users nothing happens,
 * because they cannot change the owner of a file.
 */
public final class FileOwnership {
  private static final boolean IS_ROOT = FileErrors.user().equals("root");

  private FileOwnership() {}

  /**
   * Gives a file the owner and group of another one, if this process and the file belong to root.
   *
   * @throws IOException when root may not change the owner
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

  /** Gives a file the owner and group of its folder, under the same conditions. */
  public static void inheritFromFolder(Path made) throws IOException {
    Path folder = made.toAbsolutePath().getParent();
    if (folder != null) {
      inherit(made, folder);
    }
  }

  /** The name of a file's owner; {@code ?} when it is unknown. */
  public static String nameOf(Path file) {
    try {
      return Files.getOwner(file).getName();
    } catch (IOException | UnsupportedOperationException e) {
      return "?";
    }
  }
}
