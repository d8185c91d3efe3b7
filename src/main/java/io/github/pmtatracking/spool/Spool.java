package io.github.pmtatracking.spool;

import io.github.pmtatracking.settings.FileErrors;
import io.github.pmtatracking.time.Ticker;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records kept on local disk until they can go where they belong, in the order in which they came.
 *
 * <p>Thread-safe. At least once: a record that was drained is drained again if its handler threw or
 * the process died before the new position was noted.
 */
public final class Spool implements AutoCloseable {
  /** The largest record, in bytes. */
  public static final int MAX_RECORD = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

  private final SpoolOptions options;
  private final FolderLock folderLock;
  private final PositionFile positionFile;
  private final Segments segments;
  private final SpoolReader reader;
  private final SpoolWriter writer;
  private final Thread writerThread;
  private final ReentrantLock draining = new ReentrantLock();
  private final Object appending = new Object();
  private final LongAdder full = new LongAdder();
  private final LongAdder drained = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private volatile boolean closed;

  private Spool(SpoolOptions options, FolderLock folderLock, PositionFile positionFile)
      throws IOException {
    this.options = options;
    this.folderLock = folderLock;
    this.positionFile = positionFile;
    Position position = positionFile.read();
    this.segments = new Segments(options.folder());
    segments.load(position);
    this.reader = new SpoolReader(segments, position);
    this.writer = new SpoolWriter(options, segments, Ticker.system());
    this.writerThread = new Thread(writer, "spool " + options.folder().getFileName());
    writerThread.setDaemon(true);
    writerThread.start();
  }

  /**
   * Opens the spool in a folder, with the records that an earlier process left there.
   *
   * @throws SpoolUnavailableException if the folder cannot be written or another process has it
   */
  public static Spool open(SpoolOptions options) throws SpoolUnavailableException {
    return openIfFree(options)
        .orElseThrow(
            () ->
                new SpoolUnavailableException(
                    "spool folder %s is in use by %s; give each process a folder of its own with %s.folder"
                        .formatted(
                            options.folder(),
                            FolderLock.owner(options.folder()),
                            options.setting())));
  }

  /**
   * Opens the spool in a folder, unless some process has it already.
   *
   * @throws SpoolUnavailableException if the folder cannot be written
   */
  public static Optional<Spool> openIfFree(SpoolOptions options) throws SpoolUnavailableException {
    try {
      Optional<FolderLock> lock = FolderLock.tryLock(options.folder());
      return lock.isEmpty() ? Optional.empty() : Optional.of(load(options, lock.get()));
    } catch (IOException e) {
      throw new SpoolUnavailableException(
          "spool folder %s cannot be used (%s); make it writable for user %s or change %s.folder"
              .formatted(
                  options.folder(), FileErrors.reason(e), FileErrors.user(), options.setting()),
          e);
    }
  }

  private static Spool load(SpoolOptions options, FolderLock lock) throws IOException {
    PositionFile position = null;
    try {
      position = new PositionFile(options.folder().resolve("position"));
      return new Spool(options, lock, position);
    } catch (IOException | RuntimeException e) {
      lock.close();
      if (position != null) {
        position.close();
      }
      throw e;
    }
  }

  /**
   * Keeps a record. Never blocks: a thread of the spool writes.
   *
   * @param record at most {@link #MAX_RECORD} bytes; not copied, so not to be changed afterwards
   * @return completes when the record is kept as the fsync policy wants it; fails with {@link
   *     SpoolFullException} at the size limit and with {@link SpoolUnavailableException} if the
   *     disk refuses or the spool is closed. It completes on the spool's thread: what depends on it
   *     must be short.
   * @throws IllegalArgumentException if the record is too large
   */
  public CompletableFuture<Void> append(byte[] record) {
    if (record.length > MAX_RECORD) {
      throw new IllegalArgumentException(
          "a record of %d bytes: a spool takes at most %d".formatted(record.length, MAX_RECORD));
    }
    synchronized (appending) {
      if (closed) {
        return CompletableFuture.failedFuture(
            new SpoolUnavailableException("spool " + options.folder() + " is closed"));
      }
      if (!segments.reserve(Frames.size(record), options.maxBytes())) {
        full.increment();
        return CompletableFuture.failedFuture(
            new SpoolFullException(
                "spool %s holds %d bytes, and %s.max-bytes is %d"
                    .formatted(
                        options.folder(),
                        segments.bytes(),
                        options.setting(),
                        options.maxBytes())));
      }
      return writer.append(record);
    }
  }

  /**
   * Hands over everything that is kept, batch after batch, until nothing is left or the handler
   * throws. Runs in the calling thread; a second caller waits for the first.
   *
   * @return how many records the handler took
   * @throws Exception what the handler threw; its batch stays
   */
  public long drain(BatchHandler handler) throws Exception {
    draining.lock();
    try {
      long count = 0;
      while (!closed) {
        SpoolReader.Batch batch = reader.next(options.batchRecords());
        if (batch == null) {
          writer.retire(reader.position());
          break;
        }
        if (!batch.records().isEmpty()) {
          handler.handle(batch.records());
        }
        done(batch);
        count += batch.records().size();
      }
      return count;
    } finally {
      draining.unlock();
    }
  }

  private void done(SpoolReader.Batch batch) throws IOException {
    int damaged = batch.damaged();
    reader.advance(batch);
    segments.taken(batch.end(), batch.records().size() + (long) damaged);
    drained.add(batch.records().size());
    lost.add(damaged);
    if (damaged > 0) {
      LOG.error(
          "Spool {}: {} damaged place(s) in segment {}; at least as many records are lost",
          options.folder(),
          damaged,
          batch.end().segment());
    }
    positionFile.write(batch.end());
  }

  /** Whether nothing waits to be drained. */
  public boolean isEmpty() {
    return segments.records() == 0;
  }

  /** The figures of this moment. */
  public SpoolCounters counters() {
    return new SpoolCounters(
        segments.records(),
        segments.bytes(),
        writer.appended(),
        drained.sum(),
        full.sum() + writer.failed(),
        lost.sum());
  }

  /** How this spool behaves. */
  public SpoolOptions options() {
    return options;
  }

  /**
   * Writes and forces what was appended, then lets go of the folder. A drain that is running ends
   * with its present batch, and close waits for that.
   */
  @Override
  public void close() throws IOException {
    synchronized (appending) {
      if (closed) {
        return;
      }
      closed = true;
      writer.stop();
    }
    boolean interrupted = false;
    while (writerThread.isAlive()) {
      try {
        writerThread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    draining.lock();
    try {
      positionFile.close();
      folderLock.close();
    } finally {
      draining.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
