package io.github.pmtatracking.feeder;

import io.github.pmtatracking.link.JsonWriter;

/**
 * The events of one batch as NDJSON in one piece, with the queue entry that each line comes from.
 * Filled by one thread, then read only.
 */
final class EventBatch {
  private final JsonWriter lines;
  private final String[] ids;
  private final byte[][] entries;
  private final int[] starts;
  private int size;

  /**
   * @param capacity most events it will hold
   * @param bytes room for their lines; more is found when it does not suffice
   */
  EventBatch(int capacity, int bytes) {
    lines = new JsonWriter(bytes);
    entries = new byte[capacity][];
    ids = new String[capacity];
    starts = new int[capacity + 1];
  }

  /** Where the next line is to be written, before {@link #add} tells its entry. */
  JsonWriter lines() {
    return lines;
  }

  /** The line just written has this id and came from this entry. */
  void add(String id, byte[] entry) {
    ids[size] = id;
    entries[size++] = entry;
    starts[size] = lines.length();
  }

  int size() {
    return size;
  }

  String id(int index) {
    return ids[index];
  }

  byte[] entry(int index) {
    return entries[index];
  }

  /** Bytes of the lines from {@code from} to before {@code to}. */
  int length(int from, int to) {
    return starts[to] - starts[from];
  }

  int start(int index) {
    return starts[index];
  }

  /** The lines, from {@link #start} on; to be read only, and not before the last one is there. */
  byte[] ndjson() {
    return lines.buffer();
  }
}
