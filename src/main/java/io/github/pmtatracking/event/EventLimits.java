package io.github.pmtatracking.event;

import io.github.pmtatracking.link.TrackingLink;
import org.jspecify.annotations.Nullable;

/**
 * The limits of an event. An event within them fits the ingest API, and a short request does not
 * become a long entry in Redis: anybody can make a link of 140 characters that inflates to 16 KB.
 * All limits are bytes of UTF-8. The wrapper and acct_etl have the same limits for links.
 */
public final class EventLimits {
  /** {@code t_url}; the wrapper does not wrap longer ones. */
  public static final int MAX_TARGET_URL = 4_096;

  /** {@code t_name}; the wrapper cuts longer ones. */
  public static final int MAX_LINK_NAME = 63;

  /** {@code msg_id}; an X-Sp-Message-Id has the same limit. */
  public static final int MAX_MESSAGE_ID = 512;

  /** An address of a recipient or sender: 64 for the local part, 255 for the domain, and the @. */
  public static final int MAX_ADDRESS = 320;

  /** A longer user agent is cut. */
  public static final int MAX_USER_AGENT = 1_000;

  /** {@code ip}; the longest IPv6 address has 45 characters, without a zone. */
  public static final int MAX_IP_ADDRESS = 64;

  /** A queue entry that the tracker writes; JSON escapes can make six bytes of one. */
  public static final int MAX_WRITTEN_ENTRY = 8_192;

  /** A queue entry that the feeder reads; the original's tracker has no limits. */
  public static final int MAX_READ_ENTRY = 262_144;

  private static final int UNLIKELY_TO_EXCEED = MAX_WRITTEN_ENTRY / 8;

  private EventLimits() {}

  /**
   * The first limit that the event exceeds, as text for the log and for a dead letter; null when
   * there is none. The user agent is not checked, see {@link #cut}.
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

  /** As {@link #fault}, for an event that the tracker queues; its whole entry has a limit too. */
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

  /** The event with a shortened user agent, or the event itself when no cut is needed. */
  public static TrackingEvent cut(TrackingEvent event) {
    String agent = cutUserAgent(event.userAgent());
    return agent.equals(event.userAgent())
        ? event
        : new TrackingEvent(event.id(), event.link(), event.timestamp(), agent, event.ipAddress());
  }

  /** The user agent; a longer one is cut at the end of a character. */
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

  private static @Nullable String tooLong(String field, String value, int max) {
    return value.length() * 3L <= max
        ? null
        : tooMany(field, utf8Length(value, 0, value.length()), max);
  }

  private static @Nullable String tooMany(String thing, int bytes, int max) {
    return bytes <= max
        ? null
        : thing + " has " + bytes + " bytes, at most " + max + " are allowed";
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
