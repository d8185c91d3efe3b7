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
 * What the client sends. SubEtha reads this stream and sees of each command only its verb, with
 * which it finds the command's class; the class takes the whole line from {@link #line}. So a line
 * may be longer than SubEtha allows and keeps its bytes, nothing is read ahead into SubEtha's
 * buffers, and DATA is read in bulk.
 */
final class ClientInput extends InputStream {
  /** The verb of a line that cannot be a command; {@link #fault} says why. */
  static final String REFUSED = "?REFUSED";

  /** RFC 4954 asks for 12,288 octets in an AUTH exchange. */
  static final int MAX_LINE = 12_288;

  private static final int BULK = 65_536;

  private static final SmtpReply TOO_LONG =
      SmtpReply.of(500, "5.5.6 line too long, at most " + MAX_LINE + " octets");
  private static final SmtpReply BARE =
      SmtpReply.of(500, "5.5.2 lines must end with CRLF and hold no other CR, LF or NUL");
  private static final SmtpReply UNKNOWN = SmtpReply.of(500, "5.5.1 command not recognized");

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

  /** The command being executed, whole, without its line end; bytes as ISO-8859-1. */
  String line() {
    return line;
  }

  /** What is wrong with the line, null if nothing is. */
  @Nullable SmtpReply fault() {
    return fault;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  /** One verb with its line end, or a part of it; -1 when the client has left or is too slow. */
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
      replies.reply(SmtpReply.of(421, "4.4.2 no command for too long, closing"));
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
   * @param command false for the lines of an AUTH exchange, which are kept out of transcripts
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
      if (limit - position > MAX_LINE + 2) {
        fault = TOO_LONG;
        position = limit - 1; // the end of the line is still to come
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
    if (fault == null && line.length() > MAX_LINE) {
      fault = TOO_LONG;
    } else if (fault == null && bare) {
      fault = BARE;
    }
    if (fault != null) {
      line = "";
    }
  }

  /** Reads a message up to the end of DATA. */
  void readMessage(MessageReceiver reader) throws IOException {
    while (true) {
      int end = reader.accept(buffer, position, limit);
      transcript.data(buffer, position, end);
      position = end;
      if (reader.atEnd()) {
        return;
      }
      if (position == buffer.length && buffer.length < BULK) {
        buffer = new byte[BULK];
        position = 0;
        limit = 0;
      }
      if (!fill()) {
        throw new EOFException("the client closed the connection in DATA");
      }
    }
  }

  /** Reads and forgets. */
  void discard(long octets) throws IOException {
    long left = octets;
    while (left > 0) {
      if (position == limit && !fill()) {
        throw new EOFException("the client closed the connection in BDAT");
      }
      int n = (int) Math.min(left, limit - position);
      position += n;
      left -= n;
    }
  }

  /** Whether the client has sent more than was read. */
  boolean hasUnread() throws IOException {
    return position < limit || source.available() > 0;
  }

  /** Drops what was read and goes on with another stream: the TLS handshake is done. */
  void restart(InputStream secure) {
    position = 0;
    limit = 0;
    source = secure;
  }

  /**
   * Appends what arrives; replies that are waiting leave first, as the client may wait for them.
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
