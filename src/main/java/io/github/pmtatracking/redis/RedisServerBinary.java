package io.github.pmtatracking.redis;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * A redis-server program.
 *
 * @param version as the program prints it, such as 7.0.15
 */
record RedisServerBinary(Path file, int major, int minor, String version) {
  private static final String NAME = "redis-server";
  private static final Pattern VERSION = Pattern.compile("\\bv=((\\d{1,4})\\.(\\d{1,4})\\S*)");
  private static final int TIMEOUT_SECONDS = 10;

  /**
   * The first redis-server of version 6.2 or newer in the folders of {@code path}; if there is
   * none, the older one that is part of this installation.
   *
   * @param path folders, as in the environment variable PATH
   * @param folder to which the one of this installation is unpacked
   * @throws IOException when that one cannot be unpacked or run
   */
  static RedisServerBinary find(@Nullable String path, Path folder) throws IOException {
    for (String entry : path == null ? new String[0] : path.split(File.pathSeparator, -1)) {
      Path file = Path.of(entry).resolve(NAME);
      RedisServerBinary found = file.isAbsolute() && Files.isExecutable(file) ? ofFile(file) : null;
      if (found != null && found.isAtLeast(6, 2)) {
        return found;
      }
    }
    return bundled(folder);
  }

  /** The one that is part of this installation, unpacked into the folder. */
  static RedisServerBinary bundled(Path folder) throws IOException {
    Path file = ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath();
    RedisServerBinary bundled = ofFile(file);
    if (bundled == null) {
      throw new IOException(file + " does not run on this machine");
    }
    return bundled;
  }

  boolean isAtLeast(int wantedMajor, int wantedMinor) {
    return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
  }

  private static @Nullable RedisServerBinary ofFile(Path file) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(file.toString(), "--version").redirectErrorStream(true).start();
    } catch (IOException notForThisMachine) {
      return null;
    }
    try {
      process.getOutputStream().close();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        return null;
      }
      String printed =
          new String(process.getInputStream().readNBytes(1_000), StandardCharsets.UTF_8);
      Matcher version = VERSION.matcher(printed);
      return version.find()
          ? new RedisServerBinary(
              file,
              Integer.parseInt(version.group(2)),
              Integer.parseInt(version.group(3)),
              version.group(1))
          : null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + file + " printed its version", e);
    } finally {
      process.destroyForcibly();
    }
  }

  @Override
  public String toString() {
    return NAME + " " + version + " (" + file + ")";
  }
}
