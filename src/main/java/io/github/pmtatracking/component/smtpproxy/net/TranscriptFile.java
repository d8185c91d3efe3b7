package io.github.pmtatracking.component.smtpproxy.net;

import io.github.pmtatracking.component.smtpproxy.api.InvalidOptionException;
import io.github.pmtatracking.component.smtpproxy.api.MessageContent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with sessions or messages, for an operator. It is overwritten at start and has mode 0600,
 * because it contains whole messages. When the file cannot be written, for example on a full disk,
 * the transcript ends and the mail goes on. Thread-safe: the bytes of one call stay together.
 */
public final class TranscriptFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TranscriptFile.class);

  private final Path path;
  private final OutputStream out;
  private boolean failed;

  /**
   * @param option the name of the option with the path, for the message
   * @throws InvalidOptionException when the file cannot be created
   */
  TranscriptFile(String path, String option) {
    this.path = Path.of(path);
    try {
      makeForOwner(this.path);
      this.out = Files.newOutputStream(this.path);
    } catch (IOException e) {
      throw new InvalidOptionException(
          option, "\"" + path + "\": wanted a file that can be written: " + e);
    }
  }

  /** The file of an option; null when the option is empty or not set. */
  public static @Nullable TranscriptFile ofOption(@Nullable String path, String option) {
    return path == null || path.isEmpty() ? null : new TranscriptFile(path, option);
  }

  /** Sets mode 0600 on a regular file; a device or a pipe keeps its mode. */
  private static void makeForOwner(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    var owner = PosixFilePermissions.fromString("rw-------");
    if (Files.notExists(path)) {
      Files.createFile(path, PosixFilePermissions.asFileAttribute(owner));
    } else if (Files.isRegularFile(path)) {
      Files.setPosixFilePermissions(path, owner);
    }
  }

  void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    write(bytes, 0, bytes.length);
  }

  synchronized void write(byte[] bytes, int offset, int length) {
    if (failed) {
      return;
    }
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failed = true;
      LOG.error(
          "Transcript file cannot be written and ends here: file={} error={}", path, e.toString());
    }
  }

  public synchronized void write(MessageContent content) {
    if (failed) {
      return;
    }
    try {
      content.writeTo(out);
    } catch (IOException e) {
      failed = true;
      LOG.error(
          "Transcript file cannot be written and ends here: file={} error={}", path, e.toString());
    }
  }

  @Override
  public synchronized void close() throws IOException {
    failed = true;
    out.close();
  }

  /** Writes the session of one client into the file, without credentials. */
  public TranscriptListener transcript() {
    return new TranscriptListener() {
      private boolean secret;

      @Override
      public void line(String line, boolean command) {
        boolean auth = line.regionMatches(true, 0, "AUTH ", 0, 5);
        if (!command) {
          write(TranscriptListener.REDACTED + "\r\n");
        } else if (auth) {
          String[] words = line.split(" +", 3);
          write(
              words[0]
                  + " "
                  + words[1]
                  + (words.length > 2 ? " " + TranscriptListener.REDACTED : ""));
          write("\r\n");
        } else {
          write(line + "\r\n");
        }
        secret = auth || !command;
      }

      @Override
      public void data(byte[] bytes, int offset, int end) {
        TranscriptFile.this.write(bytes, offset, end - offset);
      }

      @Override
      public void reply(String text) {
        // a challenge may contain the user's name (LOGIN), or help to guess the password
        write(
            secret && text.startsWith("334")
                ? "334 " + TranscriptListener.REDACTED + "\r\n"
                : text);
      }
    };
  }
}
