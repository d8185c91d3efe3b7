package io.github.pmtatracking.event;

import io.github.pmtatracking.link.TrackingLink;
import org.jspecify.annotations.Nullable;

/**
 * What one event may hold, so that it fits the ingest API. Lengths are characters (UTF-16 units),
 * which are never more than the octets of the same text in UTF-8.
 */
public final class EventLimits {
  /** Most octets of a queue entry; a larger one is not parsed. */
  public static final int MAX_ENTRY_BYTES = 262_144;

  /** Longest {@code t_url}. */
  public static final int MAX_TARGET_URL = 4_096;

  /** Longest {@code t_name}. */
  public static final int MAX_LINK_NAME = 63;

  /** Longest {@code msg_id}, as long as an X-Sp-Message-Id may be. */
  public static final int MAX_MESSAGE_ID = 512;

  /** Longest address of a recipient or sender: 64 for its name, 255 for its domain, and the @. */
  public static final int MAX_ADDRESS = 320;

  /** Longest user agent; a longer one is cut to this. */
  public static final int MAX_USER_AGENT = 1_000;

  /** Longest {@code ip}; the longest IPv6 address has 45 characters, a zone comes on top. */
  public static final int MAX_IP_ADDRESS = 64;

  private EventLimits() {}

  /**
   * Why the ingest API would refuse the event for its length or its message id; null when it keeps
   * every limit. The user agent is not looked at, see {@link #cut}.
   */
  public static @Nullable String fault(TrackingEvent event) {
    TrackingLink link = event.link();
    String name = link.linkName();
    String fault = tooLong("t_url", link.targetUrl(), MAX_TARGET_URL);
    fault = fault != null ? fault : tooLong("msg_id", link.messageId(), MAX_MESSAGE_ID);
    fault = fault != null ? fault : tooLong("rcpt", link.recipient(), MAX_ADDRESS);
    fault = fault != null ? fault : tooLong("t_name", name == null ? "" : name, MAX_LINK_NAME);
    fault = fault != null ? fault : tooLong("ip", event.ipAddress(), MAX_IP_ADDRESS);
    if (fault == null && hasControlCharacter(link.messageId())) {
      fault = "msg_id has a control character";
    }
    return fault;
  }

  /** The event with a user agent that is not too long; the event itself when it is not. */
  public static TrackingEvent cut(TrackingEvent event) {
    String agent = event.userAgent();
    if (agent.length() <= MAX_USER_AGENT) {
      return event;
    }
    // not in the middle of a surrogate pair
    boolean pair = Character.isHighSurrogate(agent.charAt(MAX_USER_AGENT - 1));
    return new TrackingEvent(
        event.id(),
        event.link(),
        event.timestamp(),
        agent.substring(0, pair ? MAX_USER_AGENT - 1 : MAX_USER_AGENT),
        event.ipAddress());
  }

  private static @Nullable String tooLong(String field, String text, int most) {
    return text.length() <= most
        ? null
        : field + " has " + text.length() + " characters, at most " + most + " are allowed";
  }

  private static boolean hasControlCharacter(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }
}
