package io.github.pmtatracking.component.smtpproxy.net;

import io.github.pmtatracking.component.smtpproxy.api.MessageContent;
import io.github.pmtatracking.component.smtpproxy.upstream.SmtpTrace;
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
 * A file that an operator reads afterwards, created afresh, with mode 0600: it holds whole mails. A
 * disk that is full ends the writing, not the mail. Thread-safe: what is written in one call stays
 * together.
 */
public final class TranscriptFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TranscriptFile.class);

  private final Path path;
  private final OutputStream out;
  private boolean failed;

  /**
   * @param option the option that the path was given for, for the message
   * @throws IllegalArgumentException when the file cannot be created
   */
  TranscriptFile(String path, String option) {
    this.path = Path.of(path);
    try {
      makeForOwner(this.path);
      this.out = Files.newOutputStream(this.path);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          option + " = \"" + path + "\": wanted a file that can be written: " + e);
    }
  }

  /** The file that an option names; null when the option is empty or not given. */
  public static @Nullable TranscriptFile ofOption(@Nullable String path, String option) {
    return path == null || path.isEmpty() ? null : new TranscriptFile(path, option);
  }

  /** A device or a pipe stays as it is. */
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
      LOG.error("{} cannot be written any more: {}", path, e.toString());
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
      LOG.error("{} cannot be written any more: {}", path, e.toString());
    }
  }

  @Override
  public synchronized void close() throws IOException {
    failed = true;
    out.close();
  }

  /** Hears a client's conversation, line by line, without credentials. */
  public TranscriptListener transcript() {
    return new TranscriptListener() {
      private boolean secret;

      @Override
      public void line(String line, boolean command) {
        boolean auth = line.regionMatches(true, 0, "AUTH ", 0, 5);
        if (!command) {
          write(SmtpTrace.REDACTED + "\r\n");
        } else if (auth) {
          String[] words = line.split(" +", 3);
          write(words[0] + " " + words[1] + (words.length > 2 ? " " + SmtpTrace.REDACTED : ""));
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
        // a challenge tells the user's name, with LOGIN, or lets a password be guessed
        write(secret && text.startsWith("334") ? "334 " + SmtpTrace.REDACTED + "\r\n" : text);
      }
    };
  }
}
