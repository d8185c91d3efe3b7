package io.github.pmtatracking.component.lines;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts the lines that an endpoint has read, for JMX and health. Thread-safe. */
final class LineCounters {
  private final LongAdder lines = new LongAdder();
  private final LongAdder groups = new LongAdder();
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile String source = "";
  private volatile int percent = -1;
  private volatile boolean ended;
  private volatile String failure = "";

  void delivered(LineGroup group) {
    lines.add(group.lines().size());
    groups.increment();
    inFlight.incrementAndGet();
    source = group.source();
    percent = group.percent();
  }

  void done() {
    inFlight.decrementAndGet();
  }

  void ended(String unreadable) {
    ended = true;
    failure = unreadable;
  }

  long lines() {
    return lines.sum();
  }

  long groups() {
    return groups.sum();
  }

  int inFlight() {
    return inFlight.get();
  }

  String source() {
    return source;
  }

  int percent() {
    return percent;
  }

  boolean isEnded() {
    return ended;
  }

  /** The sources that could not be read; empty if there are none. */
  String failure() {
    return failure;
  }
}
