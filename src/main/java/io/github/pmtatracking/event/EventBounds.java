package io.github.pmtatracking.event;

import io.github.pmtatracking.link.TrackingLink;
import org.jspecify.annotations.Nullable;

/**
 * How much an event may hold, so that a short request does not become a long entry in Redis:
 * anybody can make a link of 140 characters that inflates to 16 KB. The bounds are those of the
 * wrapper and of acct_etl, in bytes of UTF-8.
 */
public final class EventBounds {
  /** {@code t_url}; the wrapper wraps no longer ones. */
  public static final int MAX_TARGET_URL = 4096;

  /** {@code t_name}; the wrapper cuts longer ones. */
  public static final int MAX_LINK_NAME = 63;

  /** {@code msg_id}; acct_etl takes no longer ones. */
  public static final int MAX_MESSAGE_ID = 512;

  /** {@code rcpt}: local part, at sign and domain (RFC 5321, 4.5.3.1) with room to spare. */
  public static final int MAX_RECIPIENT = 320;

  /** A longer user agent is cut. */
  public static final int MAX_USER_AGENT = 1000;

  /** Escapes of JSON may make six bytes of one, so the entry as a whole has a bound too. */
  public static final int MAX_ENTRY = 8192;

  private static final int UNLIKELY_TO_EXCEED = MAX_ENTRY / 8;

  private EventBounds() {}

  /** Which bound the event exceeds, in words for the log; {@code null} if none. */
  public static @Nullable String exceeded(TrackingEvent event) {
    TrackingLink link = event.link();
    String linkName = link.linkName() == null ? "" : link.linkName();
    String reason = tooLong("t_url", link.targetUrl(), MAX_TARGET_URL);
    reason = reason == null ? tooLong("t_name", linkName, MAX_LINK_NAME) : reason;
    reason = reason == null ? tooLong("msg_id", link.messageId(), MAX_MESSAGE_ID) : reason;
    reason = reason == null ? tooLong("rcpt", link.recipient(), MAX_RECIPIENT) : reason;
    if (reason != null) {
      return reason;
    }
    if (holdsControl(link.messageId())) {
      return "msg_id holds a control character";
    }
    int characters =
        link.targetUrl().length() + link.recipient().length() + event.userAgent().length();
    if (characters > UNLIKELY_TO_EXCEED) {
      int bytes = QueueEntry.write(event).length;
      return bytes > MAX_ENTRY ? "the entry has " + bytes + " bytes, over " + MAX_ENTRY : null;
    }
    return null;
  }

  private static boolean holdsControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String tooLong(String field, String value, int max) {
    if (value.length() * 3L <= max) {
      return null;
    }
    int bytes = utf8Length(value, 0, value.length());
    return bytes > max ? field + " has " + bytes + " bytes, over " + max : null;
  }

  /** The user agent, cut where it is too long, at the end of a character. */
  public static String cutUserAgent(String userAgent) {
    if (userAgent.length() * 3L <= MAX_USER_AGENT) {
      return userAgent;
    }
    int bytes = 0;
    for (int i = 0; i < userAgent.length(); ) {
      int next = userAgent.offsetByCodePoints(i, 1);
      bytes += utf8Length(userAgent, i, next);
      if (bytes > MAX_USER_AGENT) {
        return userAgent.substring(0, i);
      }
      i = next;
    }
    return userAgent;
  }

  private static int utf8Length(String text, int from, int to) {
    int bytes = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < to
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        bytes += 4;
        i++;
      } else {
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      }
    }
    return bytes;
  }
}
