package io.github.pmtatracking.event;

import io.github.pmtatracking.link.TrackingLink;
import org.jspecify.annotations.Nullable;

/**
 * Limits of an event, so that it fits the ingest API and a short request does not become a long
 * entry in Redis: anybody can make a link of 140 characters that inflates to 16 KB. All limits are
 * bytes of UTF-8. Those of the link are the same in the wrapper and in acct_etl.
 */
public final class EventLimits {
  /** {@code t_url}; the wrapper wraps no longer ones. */
  public static final int MAX_TARGET_URL = 4_096;

  /** {@code t_name}; the wrapper cuts longer ones. */
  public static final int MAX_LINK_NAME = 63;

  /** {@code msg_id}, as long as an X-Sp-Message-Id may be. */
  public static final int MAX_MESSAGE_ID = 512;

  /** Address of a recipient or sender: 64 for its local part, 255 for its domain, and the @. */
  public static final int MAX_ADDRESS = 320;

  /** A longer user agent is cut. */
  public static final int MAX_USER_AGENT = 1_000;

  /** {@code ip}; the longest IPv6 address has 45 characters, a zone comes on top. */
  public static final int MAX_IP_ADDRESS = 64;

  /** A queue entry that the tracker writes: escapes of JSON may make six bytes of one. */
  public static final int MAX_WRITTEN_ENTRY = 8_192;

  /** A queue entry that is parsed; the original's tracker has no limits. */
  public static final int MAX_READ_ENTRY = 262_144;

  private static final int UNLIKELY_TO_EXCEED = MAX_WRITTEN_ENTRY / 8;

  private EventLimits() {}

  /**
   * Which limit the event breaks, in words for the log and for a dead letter; null when it keeps
   * every one. The user agent is not looked at, see {@link #cut}.
   */
  public static @Nullable String fault(TrackingEvent event) {
    TrackingLink link = event.link();
    String name = link.linkName();
    String fault = tooLong("t_url", link.targetUrl(), MAX_TARGET_URL);
    fault = fault != null ? fault : tooLong("msg_id", link.messageId(), MAX_MESSAGE_ID);
    fault = fault != null ? fault : tooLong("rcpt", link.recipient(), MAX_ADDRESS);
    fault = fault != null ? fault : tooLong("t_name", name == null ? "" : name, MAX_LINK_NAME);
    fault = fault != null ? fault : tooLong("ip", event.ipAddress(), MAX_IP_ADDRESS);
    if (fault == null && holdsControl(link.messageId())) {
      fault = "msg_id has a control character";
    }
    return fault;
  }

  /** The same for an event that is to be queued, whose entry as a whole has a limit too. */
  public static @Nullable String faultAsEntry(TrackingEvent event) {
    String fault = fault(event);
    TrackingLink link = event.link();
    int characters =
        link.targetUrl().length() + link.recipient().length() + event.userAgent().length();
    if (fault == null && characters > UNLIKELY_TO_EXCEED) {
      fault = tooMany("the entry", QueueEntry.write(event).length, MAX_WRITTEN_ENTRY);
    }
    return fault;
  }

  /** The event with a user agent that is not too long; the event itself when it is not. */
  public static TrackingEvent cut(TrackingEvent event) {
    String agent = cutUserAgent(event.userAgent());
    return agent.equals(event.userAgent())
        ? event
        : new TrackingEvent(event.id(), event.link(), event.timestamp(), agent, event.ipAddress());
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

  private static @Nullable String tooLong(String field, String value, int most) {
    return value.length() * 3L <= most
        ? null
        : tooMany(field, utf8Length(value, 0, value.length()), most);
  }

  private static @Nullable String tooMany(String thing, int bytes, int most) {
    return bytes <= most
        ? null
        : thing + " has " + bytes + " bytes, at most " + most + " are allowed";
  }

  private static boolean holdsControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
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
