package io.github.pmtatracking.tracker;

import io.github.pmtatracking.event.EventLimits;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.logging.LineLimit;
import io.github.pmtatracking.text.PrintableText;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the lines that the original writes: one for each event, and one for each link that cannot
 * be read, at most ten of these in a second. The length of every line is limited. Thread-safe.
 */
public final class EventLog {
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
  private static final int MAX_PATH = 200;
  private static final int MAX_SHORT_USER_AGENT = 200;
  private static final int LINES_PER_SECOND = 10;

  private final LineLimit badLinks;
  private final LineLimit exceededBounds;

  EventLog(InstantSource clock) {
    badLinks = new LineLimit(LINES_PER_SECOND, clock);
    exceededBounds = new LineLimit(LINES_PER_SECOND, clock);
  }

  /** Writes the line of a request's event, if there is one. */
  public void write(TrackingResult result) {
    TrackingEvent event = result.event();
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
        + PrintableText.of(event.userAgent(), EventLimits.MAX_USER_AGENT)
        + ", Action "
        + link.action().code()
        + ", URL "
        + PrintableText.of(link.targetUrl(), EventLimits.MAX_TARGET_URL)
        + ", MsgID "
        + PrintableText.of(link.messageId(), EventLimits.MAX_MESSAGE_ID);
  }

  /** Logs a path that is no link, or a link without a valid target. */
  void badLink(TrackingRequest request, String ipAddress, String reason) {
    long leftOut = badLinks.ask();
    if (leftOut > 0) {
      LOG.info("Incoming URL error: {} more were not logged", leftOut);
    }
    if (leftOut != LineLimit.LEFT_OUT) {
      LOG.info("Incoming URL error: {}", details(request, ipAddress, reason));
    }
  }

  /** Logs an event that is not queued because it exceeds a limit. */
  void exceededBound(TrackingRequest request, String ipAddress, String reason) {
    long leftOut = exceededBounds.ask();
    if (leftOut > 0) {
      LOG.warn("Events not queued, and not logged: events={}", leftOut);
    }
    if (leftOut != LineLimit.LEFT_OUT) {
      LOG.warn(
          "Event not queued: path={} reason={} ip_address={} user_agent={}",
          PrintableText.of(request.path(), MAX_PATH),
          PrintableText.of(reason, MAX_PATH),
          ipAddress,
          PrintableText.of(request.userAgent(), MAX_SHORT_USER_AGENT));
    }
  }

  private static String details(TrackingRequest request, String ipAddress, String reason) {
    return PrintableText.of(request.path(), MAX_PATH)
        + ", Reason "
        + PrintableText.of(reason, MAX_PATH)
        + ", IPAddress "
        + ipAddress
        + ", UserAgent "
        + PrintableText.of(request.userAgent(), MAX_SHORT_USER_AGENT);
  }
}
