package io.github.pmtatracking.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file of a spool. Its length is what readers may see: bytes of whole records. */
final class Segment {
  private static final Pattern NAME = Pattern.compile("(\\d{18})\\.segment");

  private final long number;
  private final Path file;
  private final AtomicLong records = new AtomicLong();
  private volatile long length;

  Segment(Path folder, long number, long length) {
    this.number = number;
    this.file = folder.resolve(String.format(Locale.ROOT, "%018d.segment", number));
    this.length = length;
  }

  /** The number in a segment's file name; empty for any other file. */
  static OptionalLong numberOf(Path file) {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
  }

  long number() {
    return number;
  }

  Path file() {
    return file;
  }

  long length() {
    return length;
  }

  void grownTo(long bytes) {
    length = bytes;
  }

  /** How many of its records wait to be drained. */
  AtomicLong records() {
    return records;
  }

  /** The bytes from an offset up to the length. */
  byte[] read(long from) throws IOException {
    byte[] data = new byte[(int) (length - from)];
    // Not a FileChannel: that one would be closed by an interrupt of the draining thread.
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(from);
      in.readFully(data);
    }
    return data;
  }

  void truncate(long bytes) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(bytes);
    }
    length = bytes;
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
