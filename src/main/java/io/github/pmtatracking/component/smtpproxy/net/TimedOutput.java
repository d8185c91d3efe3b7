package io.github.pmtatracking.component.smtpproxy.net;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A buffer in front of a socket, whose peer must go on reading: Java knows no time-out for a write,
 * so a {@link WriteTimeouts} cuts the connection of one that takes too long.
 */
public final class TimedOutput extends OutputStream {
  private final byte[] buffer;
  private final WriteTimeouts watch;
  private final Runnable cut;
  private OutputStream socket;
  private int size;

  public TimedOutput(OutputStream socket, int capacity, WriteTimeouts watch, Runnable cut) {
    this.socket = socket;
    this.buffer = new byte[capacity];
    this.watch = watch;
    this.cut = cut;
  }

  @Override
  public void write(int b) throws IOException {
    if (size == buffer.length) {
      flush();
    }
    buffer[size++] = (byte) b;
  }

  @Override
  public void write(byte[] data, int offset, int length) throws IOException {
    if (length > buffer.length - size) {
      flush();
      if (length > buffer.length) {
        send(data, offset, length);
        return;
      }
    }
    System.arraycopy(data, offset, buffer, size, length);
    size += length;
  }

  @Override
  public void flush() throws IOException {
    if (size > 0) {
      int length = size;
      size = 0;
      send(buffer, 0, length);
    }
  }

  private void send(byte[] data, int offset, int length) throws IOException {
    long ticket = watch.begin(cut);
    try {
      socket.write(data, offset, length);
    } finally {
      watch.end(ticket);
    }
  }

  /** Drops what is in the buffer and all that is written from now on. */
  public void discard() {
    size = 0;
    socket = OutputStream.nullOutputStream();
  }

  /** Goes on with the output of the TLS socket; nothing may be waiting. */
  public void redirect(OutputStream secure) {
    if (size > 0) {
      throw new IllegalStateException("unsent text before the TLS handshake");
    }
    socket = secure;
  }
}
