package io.github.pmtatracking.wrapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Mail for the tests: messages and newsletters of our own, each named after the situation that it
 * shows, and the messages that mime4j tests itself with. With {@code -Dmail.corpus=FOLDER} all
 * files below that folder, too: {@code *.eml} and {@code *.msg} are messages, {@code *.html}
 * newsletters.
 */
final class MailCorpus {
  private static final String EXTRA = "mail.corpus";
  private static final Path OWN = Path.of("src/test/resources/mail");
  private static final FileSystem MIME4J = jarOf("/testmsgs/simple-attachment.msg");

  private MailCorpus() {}

  /** Awkward messages, line ends as they are in the file. */
  static List<Path> messages() {
    return files(
        "\\.(eml|msg)", OWN, MIME4J.getPath("/testmsgs"), MIME4J.getPath("/mimetools-testmsgs"));
  }

  /** HTML in UTF-8, without a mail around it. */
  static List<Path> newsletters() {
    return files("\\.html", OWN);
  }

  private static List<Path> files(String ending, Path... folders) {
    List<Path> found = new ArrayList<>();
    for (Path folder : folders) {
      found.addAll(below(folder, ending));
    }
    String extra = System.getProperty(EXTRA, "");
    if (!extra.isEmpty()) {
      Path folder = Path.of(extra);
      if (!Files.isDirectory(folder) || below(folder, "\\.(eml|msg|html)").isEmpty()) {
        throw new IllegalStateException(
            EXTRA + "=" + extra + ": wanted a folder with mail in files *.eml, *.msg or *.html");
      }
      found.addAll(below(folder, ending));
    }
    return found;
  }

  private static List<Path> below(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().matches("(?s).*" + ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
  }

  private static FileSystem jarOf(String resource) {
    try {
      JarURLConnection entry =
          (JarURLConnection) MailCorpus.class.getResource(resource).openConnection();
      return FileSystems.newFileSystem(URI.create("jar:" + entry.getJarFileURL()), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException("the jar with " + resource + " cannot be read", e);
    }
  }
}
