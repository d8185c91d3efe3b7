package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.message.MessageBuffer;
import java.io.IOException;

/**
 * Reads the body of DATA up to CRLF.CRLF; nothing else ends it (RFC 5321, 4.1.1.4). It removes the
 * stuffed dots and finds each bare CR, bare LF and NUL, with which one message could be smuggled in
 * another. One instance for each message.
 */
public final class MessageReceiver {
  private static final byte[] CR = {'\r'};
  private static final byte[] LF = {'\n'};

  private final MessageBuffer buffer;
  private final boolean normalise;
  private long furtherCrs;
  private State state = State.LINE_START;
  private boolean flawed;

  private enum State {
    LINE_START,
    TEXT,
    CR,
    DOT,
    DOT_CR,
    END
  }

  /**
   * @param normalise true to turn bare CR and LF into CRLF, to take several CR before an LF as one
   *     line end, and to remove NUL
   */
  public MessageReceiver(MessageBuffer buffer, boolean normalise) {
    this.buffer = buffer;
    this.normalise = normalise;
  }

  /** Whether the end of DATA was read. */
  public boolean atEnd() {
    return state == State.END;
  }

  /** Whether a bare CR, a bare LF or a NUL was found and not normalised. */
  public boolean isFlawed() {
    return flawed;
  }

  /**
   * Reads bytes of the client.
   *
   * @return the offset after the last byte of the message; less than end only when {@link #atEnd}
   */
  public int accept(byte[] data, int offset, int end) throws IOException {
    int from = offset;
    for (int i = offset; i < end; i++) {
      byte b = data[i];
      if ((b > '\r' || b < 0) && state == State.TEXT) {
        continue; // nearly all of a message
      }
      switch (state) {
        case LINE_START -> {
          if (b == '.') {
            buffer.write(data, from, i - from);
            from = i + 1;
            state = State.DOT;
          } else {
            from = text(data, from, i);
          }
        }
        case DOT -> {
          if (b == '\r') {
            from = i + 1; // written later, because it may belong to the end of data
            state = State.DOT_CR;
          } else {
            from = text(data, i, i);
          }
        }
        case DOT_CR -> {
          if (b == '\n') {
            state = State.END;
            return i + 1;
          }
          buffer.write(CR, 0, 1);
          from = afterCr(data, i, i);
        }
        case CR -> {
          if (b == '\n') {
            furtherCrs = 0;
            state = State.LINE_START;
          } else {
            from = afterCr(data, from, i);
          }
        }
        default -> from = text(data, from, i);
      }
    }
    buffer.write(data, from, end - from);
    return end;
  }

  /** Handles a byte behind CR that is no LF. More CR are kept back until an LF or text follows. */
  private int afterCr(byte[] data, int from, int i) throws IOException {
    buffer.write(data, from, i - from);
    if (normalise && data[i] == '\r') {
      furtherCrs++;
      state = State.CR;
      return i + 1;
    }
    if (normalise) {
      buffer.write(LF, 0, 1);
      for (; furtherCrs > 0; furtherCrs--) {
        buffer.write(CR, 0, 1);
        buffer.write(LF, 0, 1);
      }
    }
    flawed |= !normalise;
    return text(data, i, i);
  }

  /**
   * Handles a byte that belongs neither to a line end nor to stuffing.
   *
   * @return the offset of the first unwritten byte
   */
  private int text(byte[] data, int from, int i) throws IOException {
    byte b = data[i];
    state = b == '\r' ? State.CR : State.TEXT;
    if (b != '\n' && b != 0) {
      return from;
    }
    flawed |= !normalise;
    if (!normalise) {
      return from;
    }
    buffer.write(data, from, i - from);
    if (b == 0) {
      return i + 1;
    }
    buffer.write(CR, 0, 1);
    return i;
  }
}
