package io.github.pmtatracking.feeder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Neighbouring events of a batch that go in one POST. Used by one thread at a time. */
final class Upload {
  private final EventBatch batch;
  private final int from;
  private final int to;
  private byte @Nullable [] gzipped;

  Upload(EventBatch batch, int from, int to) {
    this.batch = batch;
    this.from = from;
    this.to = to;
  }

  int size() {
    return to - from;
  }

  /** Bytes before compression. */
  int rawLength() {
    return batch.length(from, to);
  }

  /** The lines, compressed once however often they are posted. */
  byte[] gzip(int level) {
    if (gzipped == null) {
      int length = rawLength();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(length / 6 + 64);
      try (GZIPOutputStream out = new LevelledGzip(bytes, level)) {
        out.write(batch.ndjson(), batch.start(from), length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      gzipped = bytes.toByteArray();
    }
    return gzipped;
  }

  Upload firstHalf() {
    return new Upload(batch, from, middle());
  }

  Upload secondHalf() {
    return new Upload(batch, middle(), to);
  }

  Upload theLast() {
    return new Upload(batch, to - 1, to);
  }

  Upload allButTheLast() {
    return new Upload(batch, from, to - 1);
  }

  /** The only event, as it is set aside. */
  DeadLetter setAside(String reason, String detail, Instant time) {
    return new DeadLetter(batch.id(from), time, reason, detail, batch.entry(from));
  }

  private int middle() {
    return from + (to - from) / 2;
  }

  private static final class LevelledGzip extends GZIPOutputStream {
    LevelledGzip(ByteArrayOutputStream out, int level) throws IOException {
      super(out, 8 * 1024);
      def.setLevel(level);
    }
  }
}
