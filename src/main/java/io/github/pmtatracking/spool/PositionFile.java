package io.github.pmtatracking.spool;

import io.github.pmtatracking.files.PrivateFiles;
import io.github.pmtatracking.settings.FileOwnership;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Keeps the drained position over restarts. Written in place, so that it can be written on a full
 * disk; a copy that a crash damaged reads as the start, which repeats records and loses none.
 */
final class PositionFile implements AutoCloseable {
  private static final int SIZE = 24;

  private final RandomAccessFile file;

  PositionFile(Path path) throws IOException {
    PrivateFiles.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    this.file = new RandomAccessFile(path.toFile(), "rw");
    FileOwnership.inheritFromFolder(path);
    if (file.length() < SIZE) {
      write(Position.START);
    }
  }

  Position read() throws IOException {
    byte[] bytes = new byte[SIZE];
    file.seek(0);
    file.readFully(bytes);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Position position = new Position(in.getLong(), in.getLong());
    return in.getLong() == checksum(bytes) ? position : Position.START;
  }

  void write(Position position) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(SIZE);
    out.putLong(position.segment()).putLong(position.offset());
    out.putLong(checksum(out.array()));
    file.seek(0);
    file.write(out.array());
  }

  private static long checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, SIZE - Long.BYTES);
    return crc.getValue();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
