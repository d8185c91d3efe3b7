package io.github.pmtatracking.logging;

import java.util.Locale;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.jspecify.annotations.Nullable;

/** Cuts long messages, so that one line cannot fill a log. */
final class MessageCut {
  /** Longest message in characters; the rest of a longer one is cut off and counted. */
  static final int MAX_MESSAGE = 8_192;

  private MessageCut() {}

  /** The event, with its message cut if it is too long. */
  static LogEvent of(LogEvent event) {
    String message = event.getMessage().getFormattedMessage();
    String cut = of(message);
    return cut.equals(message) ? event : with(event, cut);
  }

  /** The text, cut if it is too long; empty for null. */
  static String of(@Nullable String message) {
    if (message == null) {
      return "";
    }
    if (message.length() <= MAX_MESSAGE) {
      return message;
    }
    int end = MAX_MESSAGE - (Character.isHighSurrogate(message.charAt(MAX_MESSAGE - 1)) ? 1 : 0);
    return message.substring(0, end)
        + String.format(Locale.ROOT, "... (%,d characters cut)", message.length() - end);
  }

  /** The event with another message. */
  static LogEvent with(LogEvent event, String message) {
    return new Log4jLogEvent.Builder(event).setMessage(new SimpleMessage(message)).build();
  }
}
