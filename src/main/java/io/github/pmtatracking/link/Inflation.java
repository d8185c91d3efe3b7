package io.github.pmtatracking.link;

import java.nio.charset.StandardCharsets;
import java.util.zip.Adler32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates zlib (RFC 1950) of links, up to a limit, so that a link of 136 kB does not become 100
 * MB. Octets after the stream are ignored, as Go does. Thread-safe.
 */
final class Inflation {
  private static final int HEADER_OCTETS = 2;
  private static final int CHECKSUM_OCTETS = 4;

  private final int maxInflated;
  private final Pool<Worker> workers =
      new Pool<>(Runtime.getRuntime().availableProcessors() * 2, Worker::new, Worker::end);

  Inflation(int maxInflated) {
    this.maxInflated = maxInflated;
  }

  private final class Worker {
    final Inflater inflater = new Inflater();
    final Inflater withoutFrame = new Inflater(true);
    // One octet more than allowed shows that there was more.
    final byte[] buffer = new byte[maxInflated + 1];

    void end() {
      inflater.end();
      withoutFrame.end();
    }
  }

  /**
   * The text inside.
   *
   * @throws BadLinkException if it is no whole zlib stream or longer than allowed
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

  /**
   * A text, and whether its stream came whole.
   *
   * @param text may end early unless it is whole
   * @param whole whether the stream ended and its checksum is right
   */
  record Inflated(String text, boolean whole) {}

  /**
   * The text inside a stream that may lack its end: the checksum or a part of it, and what stands
   * before that. Where the octets go on after the deflated data, they must agree with the checksum
   * up to a mark.
   *
   * @return {@code null} if it is no zlib stream, or its checksum is a wrong one
   * @throws BadLinkException if the text is longer than allowed
   */
  @Nullable Inflated inflateCut(Base64Run run) throws BadLinkException {
    if (run.octets() < HEADER_OCTETS) {
      return null;
    }
    Worker worker = workers.take();
    try {
      return inflateCut(worker.withoutFrame, run, worker.buffer);
    } catch (DataFormatException damaged) {
      return null;
    } finally {
      worker.withoutFrame.reset();
      workers.giveBack(worker);
    }
  }

  private @Nullable Inflated inflateCut(Inflater inflater, Base64Run run, byte[] buffer)
      throws BadLinkException, DataFormatException {
    inflater.setInput(run.buffer(), HEADER_OCTETS, run.octets() - HEADER_OCTETS);
    int length = 0;
    int n = 1;
    while (n > 0 && !inflater.finished()) {
      n = inflater.inflate(buffer, length, buffer.length - length);
      length += n;
      requireAllowed(length);
    }
    String text = new String(buffer, 0, length, StandardCharsets.UTF_8);
    if (!inflater.finished()) {
      return new Inflated(text, false);
    }
    Adler32 checksum = new Adler32();
    checksum.update(buffer, 0, length);
    int end = HEADER_OCTETS + (int) inflater.getBytesRead();
    for (int right = 0; right < CHECKSUM_OCTETS; right++) {
      if (run.isMarkedAt(end + right)) {
        // The link may have ended here. Where it did not, more octets would be right.
        return new Inflated(text, false);
      }
      int wanted = (int) (checksum.getValue() >> 8 * (CHECKSUM_OCTETS - 1 - right)) & 0xff;
      if (run.octet(end + right) != wanted) {
        return null;
      }
    }
    return new Inflated(text, true);
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
