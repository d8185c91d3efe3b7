package io.github.pmtatracking.component.smtpproxy.net;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A buffer in front of a socket, with a time-out for writes. Java has no such time-out, so {@link
 * WriteTimeouts} cuts the connection when the peer does not read.
 */
public final class TimedOutput extends OutputStream {
  private final byte[] buffer;
  private final WriteTimeouts timeouts;
  private final Runnable cut;
  private OutputStream socket;
  private int size;

  public TimedOutput(OutputStream socket, int capacity, WriteTimeouts timeouts, Runnable cut) {
    this.socket = socket;
    this.buffer = new byte[capacity];
    this.timeouts = timeouts;
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
    long ticket = timeouts.begin(cut);
    try {
      socket.write(data, offset, length);
    } finally {
      timeouts.end(ticket);
    }
  }

  /** Drops the buffered bytes and all later ones. */
  public void discard() {
    size = 0;
    socket = OutputStream.nullOutputStream();
  }

  /** Continues with the output of the TLS socket. The buffer must be empty. */
  public void redirect(OutputStream secure) {
    if (size > 0) {
      throw new IllegalStateException("unsent text before the TLS handshake");
    }
    socket = secure;
  }
}
