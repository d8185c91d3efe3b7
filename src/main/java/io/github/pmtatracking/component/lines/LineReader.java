package io.github.pmtatracking.component.lines;

import io.github.pmtatracking.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all sources, one after another, in a thread of its own, and delivers groups of lines. When
 * it is asked to stop, it delivers the lines that were read and those that a pipe holds at that
 * moment.
 */
final class LineReader implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(LinesConsumer.class);

  /** Most bytes read from a pipe after the stop: the largest pipe of an ordinary user. */
  private static final int MAX_REST_BYTES = 1 << 20;

  private enum State {
    WORKING,
    READING,
    INTERRUPTING
  }

  private final List<Path> files;
  private final int maxLines;
  private final int maxLineBytes;
  private final Consumer<LineGroup> target;
  private final LinesListener listener;
  private final Ticker ticker;
  private final AtomicReference<State> state = new AtomicReference<>(State.WORKING);
  private final List<String> unreadable = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition resumed = lock.newCondition();
  private volatile @Nullable LineSource input;
  private volatile boolean stopping;
  private boolean paused;

  /**
   * @param files in their order; empty for standard input
   * @param target takes each group; may block
   */
  LineReader(
      List<Path> files,
      int maxLines,
      int maxLineBytes,
      Consumer<LineGroup> target,
      LinesListener listener,
      Ticker ticker) {
    this.files = files;
    this.maxLines = maxLines;
    this.maxLineBytes = maxLineBytes;
    this.target = target;
    this.listener = listener;
    this.ticker = ticker;
  }

  @Override
  public void run() {
    if (files.isEmpty()) {
      readAll(null);
    }
    for (Path file : files) {
      if (!stopping) {
        readAll(file);
      }
    }
    if (!stopping) {
      listener.ending();
      listener.ended(List.copyOf(unreadable));
    }
  }

  private void readAll(@Nullable Path file) {
    try (LineSource source = file == null ? LineSource.standardInput() : LineSource.file(file)) {
      input = source;
      split(source);
    } catch (IOException e) {
      String name = file == null ? "stdin" : file.toString();
      LOG.error("Input cannot be read to its end: file={} error={}", name, e.toString());
      unreadable.add(name + " cannot be read to its end: " + e);
    } finally {
      input = null;
    }
  }

  private void split(LineSource source) throws IOException {
    RecordSplitter splitter = new RecordSplitter(maxLineBytes);
    int rest = MAX_REST_BYTES;
    boolean whole = false;
    try {
      int count = 0;
      while (count >= 0) {
        if (stopping) {
          rest = Math.min(rest, source.available());
          if (rest <= 0) {
            break;
          }
        }
        count = read(source, splitter);
        rest -= stopping ? Math.max(0, count) : 0;
        whole = count < 0 && !stopping;
        deliverLines(source, splitter, whole);
      }
    } finally {
      if (!whole) {
        deliverRest(source, splitter);
      }
      if (splitter.cut() > 0) {
        LOG.warn(
            "Lines were too long and were cut: source={} lines={} max_line_bytes={}",
            source.name(),
            splitter.cut(),
            maxLineBytes);
      }
    }
  }

  private int read(LineSource source, RecordSplitter splitter) throws IOException {
    state.set(State.READING);
    int count = source.read(splitter.space());
    if (!state.compareAndSet(State.READING, State.WORKING)) {
      while (state.get() == State.INTERRUPTING) {
        Thread.onSpinWait();
      }
      // The interrupt was for this read only.
      Thread.interrupted();
    }
    if (count > 0) {
      splitter.filled(count);
    }
    return count;
  }

  private void deliverLines(LineSource source, RecordSplitter splitter, boolean all) {
    List<String> lines = new ArrayList<>();
    long first = splitter.line();
    for (String line = splitter.next(all); line != null; line = splitter.next(all)) {
      lines.add(line);
      if (lines.size() == maxLines) {
        deliver(new LineGroup(lines, source.name(), first, source.percent(), false));
        lines = new ArrayList<>();
        first = splitter.line();
      }
    }
    if (!lines.isEmpty()) {
      deliver(new LineGroup(lines, source.name(), first, source.percent(), false));
    }
  }

  /** After a stop or a read error: delivers the lines before it, the last one as truncated. */
  private void deliverRest(LineSource source, RecordSplitter splitter) {
    deliverLines(source, splitter, false);
    long first = splitter.line();
    if (splitter.isUnfinished()) {
      String last = splitter.next(true);
      if (last != null) {
        deliver(new LineGroup(List.of(last), source.name(), first, source.percent(), true));
      }
    }
    if (stopping && source.percent() >= 0) {
      LOG.warn("Stopped within a file: file={} lines_read={}", source.name(), first - 1);
    }
  }

  private void deliver(LineGroup group) {
    lock.lock();
    try {
      while (paused && !stopping) {
        resumed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    target.accept(group);
  }

  /** Delays the next group, and so the next read, until {@link #resume} or a stop. */
  void pause() {
    setPaused(true);
  }

  void resume() {
    setPaused(false);
  }

  private void setPaused(boolean value) {
    lock.lock();
    try {
      paused = value;
      resumed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Asks the thread to finish. Does not wait. */
  void beginStop() {
    if (!stopping) {
      listener.ending();
      stopping = true;
      resume();
    }
  }

  /**
   * Waits until the thread has finished, and interrupts a read that waits for input.
   *
   * @param millis how long to wait
   * @return false if it has not finished then
   */
  boolean stop(Thread thread, long millis) throws InterruptedException {
    beginStop();
    long deadline = ticker.read() + millis * 1_000_000;
    while (thread.isAlive() && ticker.read() - deadline < 0) {
      LineSource source = input;
      if (source != null
          && source.available() == 0
          && state.compareAndSet(State.READING, State.INTERRUPTING)) {
        thread.interrupt();
        state.set(State.WORKING);
      }
      thread.join(20);
    }
    return !thread.isAlive();
  }
}
