package io.github.pmtatracking.component.smtpproxy.api;

import java.nio.charset.StandardCharsets;

/** Reads the path of a MAIL or RCPT command (RFC 5321, 4.1.2). RFC 6531 allows UTF-8 in it. */
public final class SmtpPath {
  private SmtpPath() {}

  /**
   * The mailbox of a command, without brackets and without a source route.
   *
   * @param command for example {@code RCPT TO:<fred@example.com> NOTIFY=NEVER}, bytes as ISO-8859-1
   */
  public static String mailbox(String command) {
    int start = command.indexOf('<');
    if (start < 0) {
      String[] words = command.substring(command.indexOf(':') + 1).strip().split(" ", 2);
      return decode(words[0]);
    }
    boolean quoted = false;
    int begin = start + 1;
    for (int i = begin; i < command.length(); i++) {
      char c = command.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == ':' && command.charAt(begin) == '@') {
        begin = i + 1; // the text before the colon is a source route; RFC 5321 says to ignore it
      } else if (!quoted && c == '>') {
        return decode(command.substring(begin, i));
      }
    }
    return decode(command.substring(begin));
  }

  /** The text as it is sent: each UTF-8 byte is one character. */
  public static String wire(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** Text off the wire without control characters, for a log line. */
  public static String printable(String bytes) {
    StringBuilder text = new StringBuilder(decode(bytes));
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i)) && text.charAt(i) != '\t') {
        text.setCharAt(i, '?');
      }
    }
    return text.toString();
  }

  private static String decode(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
