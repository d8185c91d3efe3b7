package io.github.pmtatracking.tracker;

import io.github.pmtatracking.event.EventIds;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.link.BadLinkException;
import io.github.pmtatracking.link.LinkDecoder;
import io.github.pmtatracking.link.TrackingLink;
import java.time.Clock;

/** Understands a reader's request: the link, the answer to it, and the event. Thread-safe. */
public final class VisitReader {
  private static final String ROBOTS = "/robots.txt";

  private final LinkDecoder links;
  private final ClientAddress clientAddress;
  private final EventIds ids;
  private final Clock clock;
  private final TrackerCounters counters;

  VisitReader(
      LinkDecoder links,
      ClientAddress clientAddress,
      EventIds ids,
      Clock clock,
      TrackerCounters counters) {
    this.links = links;
    this.clientAddress = clientAddress;
    this.ids = ids;
    this.clock = clock;
    this.counters = counters;
  }

  /**
   * The visit that a request is. Only a GET of a link is an event.
   *
   * @throws BadLinkException if the path is no link, or one that leads nowhere; to be answered with
   *     {@link #refuse}
   */
  public Visit read(ReaderRequest request) throws BadLinkException {
    if (request.path().equals(ROBOTS)) {
      return new Visit(Answer.robots(), null);
    }
    TrackingLink link = links.decode(request.path());
    Answer answer =
        link.action().isClick()
            ? Answer.redirect(RedirectTarget.of(link.targetUrl()))
            : Answer.pixel();
    if (request.head()) {
      return new Visit(answer, null);
    }
    counters.countSeen(link.action());
    String eventId = request.eventId();
    return new Visit(
        answer,
        new TrackingEvent(
            eventId == null ? ids.next() : eventId,
            link,
            clock.millis() / 1000,
            request.userAgent(),
            clientAddress.of(request)));
  }

  /** The answer to a bad link: 400 and one line that says why. */
  public Answer refuse(BadLinkException why) {
    counters.countBadLink();
    return Answer.error(400, "Invalid link: " + why.reason());
  }
}
