package io.github.pmtatracking.link;

import java.nio.charset.StandardCharsets;
import java.util.zip.Adler32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates zlib (RFC 1950) of links, up to a limit, so that a link of 136 kB does not become 100
 * MB. Bytes after the stream are ignored, as in Go. Thread-safe.
 */
final class ZlibInflater {
  private static final int HEADER_BYTES = 2;
  private static final int CHECKSUM_BYTES = 4;

  private final int maxInflated;
  private final Pool<Worker> workers =
      new Pool<>(Runtime.getRuntime().availableProcessors() * 2, Worker::new, Worker::end);

  ZlibInflater(int maxInflated) {
    this.maxInflated = maxInflated;
  }

  private final class Worker {
    final Inflater inflater = new Inflater();
    final Inflater withoutFrame = new Inflater(true);
    // One byte more than allowed shows that there are more.
    final byte[] buffer = new byte[maxInflated + 1];

    void end() {
      inflater.end();
      withoutFrame.end();
    }
  }

  /**
   * The text of a complete stream.
   *
   * @throws BadLinkException if it is no complete zlib stream, or the text is longer than allowed
   */
  String inflate(byte[] compressed) throws BadLinkException {
    Worker worker = workers.take();
    try {
      int length = inflate(worker.inflater, compressed, worker.buffer);
      return new String(worker.buffer, 0, length, StandardCharsets.UTF_8);
    } finally {
      worker.inflater.reset();
      workers.giveBack(worker);
    }
  }

  /** How a stream ended. */
  enum End {
    /** The checksum is correct. */
    WHOLE,
    /** The bytes end within the stream, or after a correct part of its checksum. */
    CUT,
    /** It is no zlib stream, or is damaged, or has a wrong checksum. */
    BROKEN
  }

  /** The text that was found up to the end of a stream. */
  record Inflated(String text, End end) {}

  /**
   * The text of a stream whose end may be missing: the checksum or a part of it, and data before
   * it. Bytes after the deflated data must agree with the checksum up to a mark.
   *
   * @throws BadLinkException if the text is longer than allowed
   */
  Inflated inflateCut(Base64Run run) throws BadLinkException {
    if (run.length() < HEADER_BYTES) {
      return new Inflated("", End.BROKEN);
    }
    Worker worker = workers.take();
    Inflater inflater = worker.withoutFrame;
    try {
      End end = inflateCut(inflater, run, worker.buffer);
      int length = (int) inflater.getBytesWritten();
      return new Inflated(new String(worker.buffer, 0, length, StandardCharsets.UTF_8), end);
    } finally {
      inflater.reset();
      workers.giveBack(worker);
    }
  }

  private End inflateCut(Inflater inflater, Base64Run run, byte[] buffer) throws BadLinkException {
    inflater.setInput(run.buffer(), HEADER_BYTES, run.length() - HEADER_BYTES);
    int length = 0;
    try {
      int n = 1;
      while (n > 0 && !inflater.finished()) {
        n = inflater.inflate(buffer, length, buffer.length - length);
        length += n;
        requireAllowed(length);
      }
    } catch (DataFormatException damaged) {
      return End.BROKEN;
    }
    if (!inflater.finished()) {
      return End.CUT;
    }
    Adler32 checksum = new Adler32();
    checksum.update(buffer, 0, length);
    int end = HEADER_BYTES + (int) inflater.getBytesRead();
    for (int right = 0; right < CHECKSUM_BYTES; right++) {
      if (run.isMarkedAt(end + right)) {
        // The link may have ended here. If it did not, more bytes would be correct.
        return End.CUT;
      }
      int wanted = (int) (checksum.getValue() >> 8 * (CHECKSUM_BYTES - 1 - right)) & 0xff;
      if (run.byteAt(end + right) != wanted) {
        return End.BROKEN;
      }
    }
    return End.WHOLE;
  }

  private void requireAllowed(int length) throws BadLinkException {
    if (length > maxInflated) {
      throw new BadLinkException("the link inflates to more than " + maxInflated + " bytes");
    }
  }

  private int inflate(Inflater inflater, byte[] compressed, byte[] buffer) throws BadLinkException {
    try {
      inflater.setInput(compressed);
      int length = 0;
      while (!inflater.finished()) {
        int n = inflater.inflate(buffer, length, buffer.length - length);
        length += n;
        requireAllowed(length);
        if (n == 0 && !inflater.finished()) {
          throw new BadLinkException("the link is cut off");
        }
      }
      return length;
    } catch (DataFormatException damaged) {
      throw new BadLinkException("the link is no zlib data");
    }
  }
}
