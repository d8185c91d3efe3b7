package io.github.pmtatracking.component.smtpproxy.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.StreamCache;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * The body of an exchange whose message is in a {@link MessageFile}. A copy for another exchange
 * (wireTap, multicast, seda) reads the same file at its own position and keeps it open until that
 * exchange is done. {@code close} does nothing, because a later step may {@link #reset} the stream
 * and read again. A stream is used by one thread at a time.
 */
final class MessageStream extends InputStream implements StreamCache {
  private static final int BUFFER_BYTES = 8_192;

  private final MessageFile file;
  private final long length;
  private long position;
  private byte[] buffer = {};
  private int next;
  private int end;

  MessageStream(MessageFile file, long length) {
    this.file = file;
    this.length = length;
  }

  @Override
  public int read() throws IOException {
    if (next == end && !fill()) {
      return -1;
    }
    return buffer[next++] & 0xff;
  }

  private boolean fill() throws IOException {
    if (buffer.length == 0) {
      buffer = new byte[BUFFER_BYTES];
    }
    int read = file.read(position, buffer, 0, buffer.length);
    next = 0;
    end = Math.max(0, read);
    position += end;
    return end > 0;
  }

  @Override
  public int read(byte[] data, int offset, int wanted) throws IOException {
    if (wanted == 0) {
      return 0;
    }
    if (next < end) {
      int copied = Math.min(wanted, end - next);
      System.arraycopy(buffer, next, data, offset, copied);
      next += copied;
      return copied;
    }
    int read = file.read(position, data, offset, wanted);
    position += Math.max(0, read);
    return read;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, length - position());
  }

  @Override
  public void reset() {
    position = 0;
    next = 0;
    end = 0;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    transferTo(out);
  }

  @Override
  public StreamCache copy(Exchange exchange) {
    file.retain();
    Synchronization release =
        new SynchronizationAdapter() {
          @Override
          public void onDone(Exchange done) {
            try {
              file.release();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    // the main route reads the aggregated result of a branch, so the branch's file ends with that
    UnitOfWork main =
        exchange.getProperty(ExchangePropertyKey.STREAM_CACHE_UNIT_OF_WORK, UnitOfWork.class);
    if (main != null && main.getRoute() != null) {
      main.addSynchronization(release);
    } else {
      exchange.getExchangeExtension().addOnCompletion(release);
    }
    return new MessageStream(file, length);
  }

  @Override
  public boolean inMemory() {
    return false;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public long position() {
    return position - (end - next);
  }
}
