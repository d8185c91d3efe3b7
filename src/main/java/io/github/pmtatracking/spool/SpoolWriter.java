package io.github.pmtatracking.spool;

import io.github.pmtatracking.files.PrivateFiles;
import io.github.pmtatracking.settings.FileOwnership;
import io.github.pmtatracking.time.Ticker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes: whatever was queued while it wrote goes out in the next group, with
 * one write and, if the policy says so, one fsync.
 */
final class SpoolWriter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final int GROUP = 4096;
  private static final long FSYNC_NANOS = TimeUnit.SECONDS.toNanos(1);

  private sealed interface Task {}

  private record Append(byte[] record, CompletableFuture<Void> done) implements Task {}

  private record Retire(Position drained) implements Task {}

  private record Stop() implements Task {}

  private final SpoolOptions options;
  private final Segments segments;
  private final Ticker ticker;
  private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
  private final LongAdder appended = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private @Nullable Segment segment;
  private @Nullable FileChannel channel;
  private long forceAt;
  private boolean dirty;

  SpoolWriter(SpoolOptions options, Segments segments, Ticker ticker) {
    this.options = options;
    this.segments = segments;
    this.ticker = ticker;
  }

  CompletableFuture<Void> append(byte[] record) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    tasks.add(new Append(record, done));
    return done;
  }

  /** Frees the segment that is being written if everything in it was drained. */
  void retire(Position drained) {
    tasks.add(new Retire(drained));
  }

  /** Ends the thread after all that was queued before. */
  void stop() {
    tasks.add(new Stop());
  }

  long appended() {
    return appended.sum();
  }

  long failed() {
    return failed.sum();
  }

  @Override
  public void run() {
    List<Task> group = new ArrayList<>();
    boolean running = true;
    while (running) {
      try {
        Task first = dirty ? tasks.poll(forceAt - ticker.read(), TimeUnit.NANOSECONDS) : null;
        if (first == null && !dirty) {
          first = tasks.take();
        }
        if (first != null) {
          group.add(first);
          tasks.drainTo(group, GROUP);
        }
      } catch (InterruptedException nobodyShould) {
        // Only Stop ends this thread; records are in its hands.
        continue;
      }
      running = work(group);
      group.clear();
      if (dirty && ticker.read() - forceAt >= 0) {
        forceQuietly();
      }
    }
    forceQuietly();
    closeQuietly();
  }

  private boolean work(List<Task> group) {
    List<Append> appends = new ArrayList<>(group.size());
    boolean running = true;
    for (Task task : group) {
      if (task instanceof Append append) {
        appends.add(append);
      } else {
        write(appends);
        appends.clear();
        if (task instanceof Retire retire) {
          retireIfDrained(retire.drained());
        } else {
          running = false;
        }
      }
    }
    write(appends);
    return running;
  }

  private void write(List<Append> appends) {
    int from = 0;
    while (from < appends.size()) {
      int to = from;
      long size = 0;
      long room = options.segmentBytes() - (segment == null ? 0 : segment.length());
      while (to < appends.size()) {
        int frame = Frames.size(appends.get(to).record());
        if (size > 0 && size + frame > room) {
          break;
        }
        if (size == 0 && frame > room) {
          roll();
          room = options.segmentBytes();
        }
        size += frame;
        to++;
      }
      List<Append> part = appends.subList(from, to);
      try {
        writeAtOnce(part, (int) size);
        complete(part);
      } catch (IOException e) {
        int kept = keepWholeRecords(part);
        complete(part.subList(0, kept));
        fail(part.subList(kept, part.size()), e);
      }
      from = to;
    }
  }

  private void writeAtOnce(List<Append> part, int size) throws IOException {
    FileChannel out = channel == null ? begin() : channel;
    Segment target = segment;
    if (target == null) {
      throw new IllegalStateException("no segment to write to");
    }
    ByteBuffer buffer = ByteBuffer.allocate(size);
    part.forEach(append -> Frames.put(buffer, append.record()));
    buffer.flip();
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
    grow(target, part.size(), size);
  }

  private void grow(Segment target, int records, long bytes) {
    segments.added(target, records);
    target.grownTo(target.length() + bytes);
    if (!dirty && options.fsync() == FsyncPolicy.EVERY_SECOND) {
      dirty = true;
      forceAt = ticker.read() + FSYNC_NANOS;
    }
  }

  private FileChannel begin() throws IOException {
    Segment next = segments.begin();
    segment = next;
    FileChannel out =
        PrivateFiles.open(next.file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    channel = out;
    FileOwnership.inheritFromFolder(next.file());
    if (options.fsync() == FsyncPolicy.ALWAYS) {
      // A new file survives a power failure only with its entry in the folder.
      try (FileChannel folder = FileChannel.open(options.folder(), StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
    return out;
  }

  private void complete(List<Append> written) {
    if (options.fsync() == FsyncPolicy.ALWAYS && channel != null) {
      try {
        channel.force(false);
      } catch (IOException e) {
        roll();
        written.forEach(append -> refuse(append, e));
        return;
      }
    }
    appended.add(written.size());
    written.forEach(append -> append.done().complete(null));
  }

  private void fail(List<Append> part, IOException cause) {
    for (Append append : part) {
      segments.release(Frames.size(append.record()));
      refuse(append, cause);
    }
  }

  private void refuse(Append append, IOException cause) {
    failed.increment();
    append
        .done()
        .completeExceptionally(
            new SpoolUnavailableException(
                "spool %s: the disk refused a record (%s); free some space or change %s.folder"
                    .formatted(options.folder(), cause.getMessage(), options.setting()),
                cause));
  }

  /**
   * After a write that failed on the way: keeps the records that are whole and removes the rest. If
   * that fails too, the rest stays where nobody reads it in this process.
   *
   * @return how many records are kept
   */
  private int keepWholeRecords(List<Append> part) {
    int kept = 0;
    try {
      if (channel != null && segment != null) {
        long written = channel.position() - segment.length();
        long size = 0;
        while (kept < part.size() && size + Frames.size(part.get(kept).record()) <= written) {
          size += Frames.size(part.get(kept).record());
          kept++;
        }
        channel.truncate(segment.length() + size);
        grow(segment, kept, size);
        return kept;
      }
    } catch (IOException e) {
      LOG.warn("Spool {}: an unfinished write stays: {}", options.folder(), e.toString());
    }
    roll();
    return 0;
  }

  private void roll() {
    if (options.fsync() != FsyncPolicy.NEVER) {
      forceQuietly();
    }
    closeQuietly();
    segments.seal();
    Segment sealed = segment;
    segment = null;
    if (sealed != null && sealed.length() == 0) {
      delete(sealed);
    }
  }

  private void retireIfDrained(Position drained) {
    Segment target = segment;
    if (target != null
        && target.number() == drained.segment()
        && target.length() == drained.offset()) {
      dirty = false;
      roll();
      delete(target);
    }
  }

  private void delete(Segment target) {
    try {
      segments.delete(target);
    } catch (IOException e) {
      LOG.warn("Spool {}: a drained segment stays: {}", options.folder(), e.toString());
    }
  }

  private void forceQuietly() {
    try {
      if (dirty && channel != null) {
        channel.force(false);
      }
    } catch (IOException e) {
      LOG.warn("Spool {}: fsync failed: {}", options.folder(), e.toString());
    }
    dirty = false;
  }

  private void closeQuietly() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.warn("Spool {}: {}", options.folder(), e.toString());
    }
    channel = null;
  }
}
