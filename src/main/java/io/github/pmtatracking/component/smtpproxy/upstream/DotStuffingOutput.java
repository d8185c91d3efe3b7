package io.github.pmtatracking.component.smtpproxy.upstream;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a message as the body of DATA: with stuffed dots and CRLF.CRLF at the end (RFC 5321,
 * 4.5.2). A bare CR or LF is written as CRLF, so that no server can take it for the end of data.
 */
public final class DotStuffingOutput extends OutputStream {
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] END = {'.', '\r', '\n'};

  private final OutputStream out;
  private State state = State.LINE_START;
  private long written;

  private enum State {
    LINE_START,
    TEXT,
    CR
  }

  public DotStuffingOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] data, int offset, int length) throws IOException {
    int end = offset + length;
    int from = offset;
    for (int i = offset; i < end; i++) {
      byte b = data[i];
      if ((b > '\r' || b < 0) && state == State.TEXT) {
        continue; // nearly all of a message
      }
      if (state == State.CR) {
        state = State.LINE_START;
        if (b == '\n') {
          continue;
        }
        out.write(data, from, i - from);
        out.write('\n');
        from = i;
      }
      if (state == State.LINE_START && b == '.') {
        out.write(data, from, i - from);
        out.write('.');
        from = i;
      }
      if (b == '\n') {
        out.write(data, from, i - from);
        out.write('\r');
        from = i;
        state = State.LINE_START;
      } else {
        state = b == '\r' ? State.CR : State.TEXT;
      }
    }
    out.write(data, from, end - from);
    written += length;
  }

  /** Ends the message, without a flush. */
  public void end() throws IOException {
    if (state == State.CR) {
      out.write('\n');
    } else if (state == State.TEXT) {
      out.write(CRLF);
    }
    out.write(END);
  }

  /** Bytes of the message so far, without stuffing. */
  long written() {
    return written;
  }
}
