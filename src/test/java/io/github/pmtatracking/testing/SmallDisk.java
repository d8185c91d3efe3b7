package io.github.pmtatracking.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk of its own, in memory and soon full; gone when it is closed. */
public final class SmallDisk implements AutoCloseable {
  private final Path path;

  private SmallDisk(Path path) {
    this.path = path;
  }

  /**
   * Mounts one in the folder; a test that does carries {@link NeedsMount}.
   *
   * @param size as mount has it: 64k
   */
  public static SmallDisk mount(Path folder, String size) throws Exception {
    Path disk = Files.createTempDirectory(folder, "small-disk");
    if (run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk.toString()) != 0) {
      throw new IllegalStateException(
          "no small disk could be mounted at " + disk + ": wanted root, and no closed container");
    }
    return new SmallDisk(disk);
  }

  /** Whether this process may mount one. */
  public static boolean isPossible(Path folder) throws Exception {
    Path disk = Files.createTempDirectory(folder, "small-disk");
    return run("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", disk.toString()) == 0
        && run("umount", disk.toString()) == 0;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Unmounts it; nothing may be open on it any more. */
  @Override
  public void close() throws Exception {
    if (run("umount", path.toString()) != 0) {
      throw new IllegalStateException("the small disk at " + path + " is still in use");
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
