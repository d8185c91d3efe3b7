package io.github.pmtatracking.link;

import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates zlib (RFC 1950) of links, up to a limit, so that a link of 136 kB does not become 100
 * MB. Octets after the stream are ignored, as Go does. Thread-safe.
 */
final class Inflation {
  private final int maxInflated;
  private final Pool<Worker> workers =
      new Pool<>(Runtime.getRuntime().availableProcessors() * 2, Worker::new, Worker::end);

  Inflation(int maxInflated) {
    this.maxInflated = maxInflated;
  }

  private final class Worker {
    final Inflater inflater = new Inflater();
    // One octet more than allowed shows that there was more.
    final byte[] buffer = new byte[maxInflated + 1];

    void end() {
      inflater.end();
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

  private int inflate(Inflater inflater, byte[] compressed, byte[] buffer) throws BadLinkException {
    try {
      inflater.setInput(compressed);
      int length = 0;
      while (!inflater.finished()) {
        int n = inflater.inflate(buffer, length, buffer.length - length);
        length += n;
        if (length > maxInflated) {
          throw new BadLinkException("the link inflates to more than " + maxInflated + " bytes");
        }
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
