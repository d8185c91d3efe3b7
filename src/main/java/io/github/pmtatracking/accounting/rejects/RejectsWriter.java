package io.github.pmtatracking.accounting.rejects;

import io.github.pmtatracking.accounting.AccountingCounters;
import io.github.pmtatracking.accounting.AttributeRecord;
import io.github.pmtatracking.accounting.ColumnLayout;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of lines that could not be used, for the operator to look at and to play again. One JSON
 * object a line: {@code time}, {@code reason}, {@code source}, {@code line} (its number), {@code
 * headings} (the heading line it came under) and {@code entry} (the line as it was). Appended to;
 * what follows a line that a full disk or a crash has torn begins on a line of its own.
 * Thread-safe.
 */
public final class RejectsWriter {
  private static final Logger LOG = LoggerFactory.getLogger(RejectsWriter.class);

  private static final byte[] NEW_LINE = {'\n'};

  private final Path file;
  private final RejectsFileLock lock;
  private final long maxBytes;
  private final InstantSource clock;
  private final AccountingCounters counters;
  private long lostSince;
  private boolean unlockedTold;

  /**
   * Nothing is opened before the first reject.
   *
   * @param maxBytes largest file; further lines are lost, counted and logged
   */
  public RejectsWriter(Path file, long maxBytes, InstantSource clock, AccountingCounters counters) {
    this.file = file;
    this.lock = new RejectsFileLock(file);
    this.maxBytes = maxBytes;
    this.clock = clock;
    this.counters = counters;
  }

  /** Sets a line aside. */
  public void add(
      String reason, String source, long line, @Nullable ColumnLayout headings, String entry) {
    add(reason, source, line, headings == null ? "" : String.join(",", headings.names()), entry);
  }

  private synchronized void add(
      String reason, String source, long line, String heading, String entry) {
    byte[] bytes = json(reason, source, line, heading, entry);
    try {
      writeLocked(bytes);
      counters.reject();
      if (lostSince > 0) {
        LOG.warn("Rejects file {} takes lines again; {} were lost", file, lostSince);
        lostSince = 0;
      }
    } catch (IOException e) {
      counters.lost(1);
      lostSince++;
      if (lostSince == 1) {
        LOG.error(
            "Rejects file {} cannot take a line ({}); lines that cannot be used are lost and"
                + " counted (settings accounting.rejects.file, accounting.rejects.max-bytes); the"
                + " first: {}",
            file,
            FileErrors.reason(e),
            entry);
      }
    }
  }

  private byte[] json(String reason, String source, long line, String heading, String entry) {
    try (JsonWriter json = new JsonWriter(512)) {
      json.raw("{\"time\":").string(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
      json.raw(",\"reason\":").string(reason);
      json.raw(",\"source\":").string(source);
      json.raw(",\"line\":").raw(Long.toString(line));
      json.raw(",\"headings\":").string(heading);
      json.raw(",\"entry\":").string(entry).raw("}\n");
      return json.toByteArray();
    }
  }

  /** Sets aside a record that was read and can be kept nowhere else, as a line of CSV again. */
  public void addAttributes(String reason, AttributeRecord attributes) {
    DeliveryRecordCsv csv = DeliveryRecordCsv.of(attributes);
    add(reason, "held", 0, csv.headings(), csv.line());
  }

  /** Where the lines are. */
  public Path file() {
    return file;
  }

  private void writeLocked(byte[] bytes) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null && !Files.exists(file)) {
      PrivateFiles.createFolder(parent);
    }
    try (RejectsFileLock.Held held = lock()) {
      write(bytes);
    }
  }

  /** Nobody takes the file away while this is held; without it a line is better than none. */
  private RejectsFileLock.Held lock() {
    try {
      return lock.adding();
    } catch (IOException | OverlappingFileLockException e) {
      if (!unlockedTold) {
        unlockedTold = true;
        LOG.warn(
            "Rejects file {} is written without a lock ({}): a deadletter command at the same time"
                + " may lose lines (setting accounting.rejects.file)",
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
      endTornLine();
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

  /** Ends a line that was torn, or what comes now would be lost with it. */
  private void endTornLine() throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.read(last, Math.max(0, channel.size() - 1));
    }
    if (last.position() == 1 && last.get(0) != '\n') {
      Files.write(file, NEW_LINE, StandardOpenOption.APPEND);
      LOG.warn(
          "Rejects file {} ended in a torn line, which is lost; the next begins on its own", file);
    }
  }
}
