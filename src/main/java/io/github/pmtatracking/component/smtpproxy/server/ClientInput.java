package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.net.TranscriptListener;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The input from a client. SubEtha reads only the verb of each command from this stream and finds
 * the command's class by it; that class reads the whole line from {@link #line}. So a line may be
 * longer than SubEtha allows and keeps its bytes, SubEtha reads nothing ahead, and DATA is read in
 * large blocks.
 */
final class ClientInput extends InputStream {
  /** The verb of a line that is no valid command; {@link #fault} has the reply. */
  static final String REFUSED = "?REFUSED";

  /** Maximum length of a line in bytes; RFC 4954 requires 12,288 for AUTH. */
  static final int MAX_LINE_BYTES = 12_288;

  private static final int DATA_BUFFER_BYTES = 65_536;

  private static final SmtpReply TOO_LONG =
      SmtpReply.of(500, "5.5.6 Line too long, maximum " + MAX_LINE_BYTES + " bytes");
  private static final SmtpReply BARE =
      SmtpReply.of(500, "5.5.2 Lines must end with CRLF and contain no other CR, LF or NUL");
  private static final SmtpReply UNKNOWN = SmtpReply.of(500, "5.5.1 Command not recognized");

  private final Set<String> verbs;
  private final ClientOutput replies;
  private final TranscriptListener transcript;
  private InputStream source;
  private byte[] buffer = new byte[8_192];
  private int position;
  private int limit;
  private byte[] verb = {};
  private int verbSent;
  private String line = "";
  private @Nullable SmtpReply fault;

  ClientInput(
      InputStream source, ClientOutput replies, Set<String> verbs, TranscriptListener transcript) {
    this.source = source;
    this.replies = replies;
    this.verbs = verbs;
    this.transcript = transcript;
  }

  /** The whole line of the present command, without its line end; bytes as ISO-8859-1. */
  String line() {
    return line;
  }

  /** The error reply to the line; null if the line is valid. */
  @Nullable SmtpReply fault() {
    return fault;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  /** One verb with its line end, or a part of it; -1 after the end of the input or a time-out. */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (verbSent == verb.length) {
      if (!readCommand()) {
        return -1;
      }
    }
    int n = Math.min(length, verb.length - verbSent);
    System.arraycopy(verb, verbSent, target, offset, n);
    verbSent += n;
    return n;
  }

  private boolean readCommand() throws IOException {
    try {
      if (!readLine(true)) {
        return false;
      }
    } catch (SocketTimeoutException e) {
      replies.reply(SmtpReply.of(421, "4.4.2 Timeout waiting for a command, closing connection"));
      return false;
    }
    String word = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    if (fault == null && !verbs.contains(word)) {
      fault = UNKNOWN;
    }
    verb = ((fault == null ? word : REFUSED) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    verbSent = 0;
    return true;
  }

  /**
   * Reads the next line into {@link #line} and {@link #fault}.
   *
   * @param command false for a line of an AUTH exchange, which transcripts must not contain
   * @return false when the client has closed the connection
   */
  boolean readLine(boolean command) throws IOException {
    fault = null;
    int scanned = position;
    boolean bare = false;
    while (true) {
      for (; scanned < limit; scanned++) {
        byte b = buffer[scanned];
        if (b == '\n') {
          int end = scanned;
          boolean paired = end > position && buffer[end - 1] == '\r';
          endLine(paired ? end - 1 : end, bare || !paired);
          position = scanned + 1;
          transcript.line(line, command);
          return true;
        }
        bare |= b == 0 || scanned > position && buffer[scanned - 1] == '\r';
      }
      if (limit - position > MAX_LINE_BYTES + 2) {
        fault = TOO_LONG;
        position = limit - 1; // the end of the line comes later
      }
      int consumed = position;
      if (!fill()) {
        return false;
      }
      scanned -= consumed - position;
    }
  }

  private void endLine(int end, boolean bare) {
    line = new String(buffer, position, end - position, StandardCharsets.ISO_8859_1);
    if (fault == null && line.length() > MAX_LINE_BYTES) {
      fault = TOO_LONG;
    } else if (fault == null && bare) {
      fault = BARE;
    }
    if (fault != null) {
      line = "";
    }
  }

  /** Reads a message up to the end of DATA. */
  void readMessage(MessageReceiver receiver) throws IOException {
    while (true) {
      int end = receiver.accept(buffer, position, limit);
      transcript.data(buffer, position, end);
      position = end;
      if (receiver.atEnd()) {
        return;
      }
      if (position == buffer.length && buffer.length < DATA_BUFFER_BYTES) {
        buffer = new byte[DATA_BUFFER_BYTES];
        position = 0;
        limit = 0;
      }
      if (!fill()) {
        throw new EOFException("the client closed the connection during DATA");
      }
    }
  }

  /** Reads bytes and drops them. */
  void discard(long bytes) throws IOException {
    long left = bytes;
    while (left > 0) {
      if (position == limit && !fill()) {
        throw new EOFException("the client closed the connection during BDAT");
      }
      int n = (int) Math.min(left, limit - position);
      position += n;
      left -= n;
    }
  }

  /** Whether the client has sent bytes that are not read yet. */
  boolean hasUnread() throws IOException {
    return position < limit || source.available() > 0;
  }

  /** Drops the buffered bytes and continues with the stream of the TLS socket. */
  void restart(InputStream secure) {
    position = 0;
    limit = 0;
    source = secure;
  }

  /**
   * Reads more bytes into the buffer. Before that it sends all waiting replies, because the client
   * may wait for them.
   */
  private boolean fill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    replies.flushPending();
    int n = source.read(buffer, limit, buffer.length - limit);
    limit += Math.max(n, 0);
    return n > 0;
  }
}
