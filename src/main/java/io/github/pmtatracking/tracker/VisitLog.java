package io.github.pmtatracking.tracker;

import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.link.TrackingLink;
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
        + event.userAgent()
        + ", Action "
        + link.action().code()
        + ", URL "
        + link.targetUrl()
        + ", MsgID "
        + link.messageId();
  }
}
