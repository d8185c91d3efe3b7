package io.github.pmtatracking.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The test data beside the checkout: the folder that the system property {@code shared.dir} names.
 */
public final class SharedFiles {
  private SharedFiles() {}

  /** A file or folder in it, for instance {@code mail}. */
  public static Path path(String name) {
    return Path.of(System.getProperty("shared.dir", "../shared")).resolve(name);
  }

  /** A file of vectors as a tree, for instance {@code links.json}. */
  public static JsonNode vectors(String file) {
    try {
      return new ObjectMapper().readTree(path("vectors").resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
