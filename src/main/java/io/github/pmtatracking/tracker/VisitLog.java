package io.github.pmtatracking.tracker;

import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.link.TrackingLink;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The line that the original writes for each event. Thread-safe. */
public final class VisitLog {
  private static final Logger LOG = LoggerFactory.getLogger(VisitLog.class);

  /** Writes the line of a visit that is an event. */
  public void write(Visit visit) {
    TrackingEvent event = visit.event();
    if (event != null && LOG.isInfoEnabled()) {
      LOG.info(line(event));
    }
  }

  static String line(TrackingEvent event) {
    TrackingLink link = event.link();
    return "Timestamp "
        + event.timestamp()
        + ", IPAddress "
        + event.ipAddress()
        + ", UserAgent "
        + printable(event.userAgent())
        + ", Action "
        + link.action().code()
        + ", URL "
        + printable(link.targetUrl())
        + ", MsgID "
        + printable(link.messageId());
  }

  /**
   * What a reader sent, fit for a log that is read at a terminal: control characters, which could
   * begin a line or an escape sequence, become {@code \\u001b} and the like.
   */
  private static String printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isControl(text.charAt(i))) {
        return escaped(text);
      }
    }
    return text;
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isControl(c)) {
        escaped.append("\\u").append(HexFormat.of().toHexDigits(c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static boolean isControl(char c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
  }
}
