package io.github.pmtatracking.component.smtpproxy.api;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An SMTP reply (RFC 5321, 4.2): the result of a command, or of a route that handled a message.
 *
 * @param code 200 to 599
 * @param lines the text of each line, the enhanced status code (RFC 3463) included; at least one;
 *     bytes as ISO-8859-1
 */
public record SmtpReply(int code, List<String> lines) {

  /** Checks that the reply can be sent. */
  public SmtpReply {
    lines = List.copyOf(lines);
    if (code < 200 || code > 599 || lines.isEmpty()) {
      throw new IllegalArgumentException(
          "SMTP reply " + code + " " + lines + ": wanted a code from 200 to 599 and a text");
    }
    for (String line : lines) {
      if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("SMTP reply " + code + ": a line break in a line");
      }
    }
  }

  /** A reply of one line. */
  public static SmtpReply of(int code, String text) {
    return new SmtpReply(code, List.of(text));
  }

  /** 2xx: success. */
  public boolean isPositive() {
    return code / 100 == 2;
  }

  /** 3xx: the server waits for more input. */
  public boolean isIntermediate() {
    return code / 100 == 3;
  }

  /** 4xx: the client should try again later. */
  public boolean isTransient() {
    return code / 100 == 4;
  }

  /** All lines in one, separated by spaces, for log lines. */
  public String text() {
    return String.join(" ", lines);
  }

  /** The bytes of the reply, with line ends. */
  public byte[] wire() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append(code).append(i == lines.size() - 1 ? ' ' : '-');
      text.append(lines.get(i)).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    return code + " " + text();
  }
}
