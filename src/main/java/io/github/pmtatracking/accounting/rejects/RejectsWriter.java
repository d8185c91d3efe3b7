package io.github.pmtatracking.accounting.rejects;

import io.github.pmtatracking.files.PrivateFiles;
import io.github.pmtatracking.json.JsonWriter;
import io.github.pmtatracking.settings.FileErrors;
import io.github.pmtatracking.settings.FileOwnership;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends lines that cannot be used to the rejects file, where the operator can look at them and
 * replay them ({@link RejectsFile}). One JSON object a line: {@code time}, {@code reason}, {@code
 * source}, {@code line} (its number), {@code headings} (the heading line above it) and {@code
 * entry} (the line as it was). If a full disk or a crash has truncated the last line, the next one
 * begins on a line of its own. Thread-safe.
 */
public final class RejectsWriter {
  private static final Logger LOG = LoggerFactory.getLogger(RejectsWriter.class);

  private static final byte[] NEW_LINE = {'\n'};

  /** Is notified of the outcome of each line. Thread-safe. */
  public interface Counter {

    /** The line is in the file. */
    void countRejected();

    /** The line could not be written and is lost. */
    void countLost();
  }

  private final Path file;
  private final RejectsFileLock lock;
  private final long maxBytes;
  private final InstantSource clock;
  private final Counter counter;
  private long lostLines;
  private boolean unlockedLogged;

  /**
   * The file is opened by the first line.
   *
   * @param maxBytes largest size of the file; further lines are lost, counted and logged
   */
  public RejectsWriter(Path file, long maxBytes, InstantSource clock, Counter counter) {
    this.file = file;
    this.lock = new RejectsFileLock(file);
    this.maxBytes = maxBytes;
    this.clock = clock;
    this.counter = counter;
  }

  /**
   * Appends a line; logs and counts it as lost if the file does not take it.
   *
   * @param reason why it cannot be used
   * @param source a file's name, or {@code stdin}
   * @param line its number in the source, from 1
   * @param headings the heading line above it; empty if there was none
   * @param entry the line as it was
   */
  public synchronized void add(
      String reason, String source, long line, String headings, String entry) {
    byte[] bytes = json(reason, source, line, headings, entry);
    try {
      writeLocked(bytes);
      counter.countRejected();
      if (lostLines > 0) {
        LOG.warn("Rejects file takes lines again: file={} lost={}", file, lostLines);
        lostLines = 0;
      }
    } catch (IOException e) {
      counter.countLost();
      lostLines++;
      if (lostLines == 1) {
        LOG.error(
            "Rejects file cannot take a line; lines that cannot be used are lost and counted"
                + " (settings accounting.rejects.file, accounting.rejects.max-bytes): file={}"
                + " error={} first={}",
            file,
            FileErrors.reason(e),
            entry);
      }
    }
  }

  private byte[] json(String reason, String source, long line, String headings, String entry) {
    try (JsonWriter json = new JsonWriter(512)) {
      json.raw("{\"time\":").string(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
      json.raw(",\"reason\":").string(reason);
      json.raw(",\"source\":").string(source);
      json.raw(",\"line\":").raw(Long.toString(line));
      json.raw(",\"headings\":").string(headings);
      json.raw(",\"entry\":").string(entry).raw("}\n");
      return json.toByteArray();
    }
  }

  /** The rejects file. */
  public Path file() {
    return file;
  }

  private void writeLocked(byte[] bytes) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null && !Files.exists(file)) {
      PrivateFiles.createFolder(parent);
    }
    try (RejectsFileLock.Lock held = lock()) {
      write(bytes);
    }
  }

  /** The shared lock; nothing if it cannot be had, since an unlocked write is better than none. */
  private RejectsFileLock.Lock lock() {
    try {
      return lock.shared();
    } catch (IOException | OverlappingFileLockException e) {
      if (!unlockedLogged) {
        unlockedLogged = true;
        LOG.warn(
            "Rejects file is written without a lock; a deadletter command at the same time may lose"
                + " lines (setting accounting.rejects.file): file={} error={}",
            file,
            e instanceof IOException trouble ? FileErrors.reason(trouble) : e.toString());
      }
      return () -> {};
    }
  }

  private void write(byte[] bytes) throws IOException {
    boolean first = !Files.exists(file);
    if (!first) {
      if (Files.size(file) + bytes.length > maxBytes) {
        throw new IOException("it has reached " + maxBytes + " bytes");
      }
      endTruncatedLine();
    }
    try (FileChannel channel =
        PrivateFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
    }
    if (first) {
      FileOwnership.inheritFromFolder(file);
    }
  }

  /** Ends a truncated line; otherwise the next line would be lost with it. */
  private void endTruncatedLine() throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.read(last, Math.max(0, channel.size() - 1));
    }
    if (last.position() == 1 && last.get(0) != '\n') {
      Files.write(file, NEW_LINE, StandardOpenOption.APPEND);
      LOG.warn("Rejects file ended in a truncated line, which is lost: file={}", file);
    }
  }
}
