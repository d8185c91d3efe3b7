package io.github.pmtatracking.tracker;

import io.github.pmtatracking.event.EventIds;
import io.github.pmtatracking.event.EventLimits;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.link.BadLinkException;
import io.github.pmtatracking.link.LinkDecoder;
import io.github.pmtatracking.link.TrackingLink;
import java.time.Clock;

/** Understands a reader's request: the link, the answer to it, and the event. Thread-safe. */
public final class TrackingRequestHandler {
  private final LinkDecoder links;
  private final WellKnownPaths wellKnown;
  private final TrackerResponse badLink;
  private final ClientAddress clientAddress;
  private final EventIds ids;
  private final Clock clock;
  private final TrackerCounters counters;
  private final EventLog log;

  TrackingRequestHandler(
      LinkDecoder links,
      WellKnownPaths wellKnown,
      TrackerResponse badLink,
      ClientAddress clientAddress,
      EventIds ids,
      Clock clock,
      TrackerCounters counters,
      EventLog log) {
    this.links = links;
    this.wellKnown = wellKnown;
    this.badLink = badLink;
    this.clientAddress = clientAddress;
    this.ids = ids;
    this.clock = clock;
    this.counters = counters;
    this.log = log;
  }

  /**
   * The visit that a request is. Only a GET of a link is an event, and only one that keeps to the
   * bounds of events; the reader is led on in any case.
   *
   * @throws BadLinkException if the path is no link, or one that leads nowhere; to be answered with
   *     {@link #refuse}
   */
  public TrackingResult read(TrackingRequest request) throws BadLinkException {
    TrackerResponse known = wellKnown.answer(request.path());
    if (known != null) {
      return new TrackingResult(known, null);
    }
    try {
      return readLink(request);
    } catch (BadLinkException bad) {
      log.badLink(request, clientAddress.of(request), bad.reason());
      throw bad;
    }
  }

  private TrackingResult readLink(TrackingRequest request) throws BadLinkException {
    TrackingLink link = links.decode(request.path());
    TrackerResponse answer =
        link.action().isClick()
            ? TrackerResponse.redirect(RedirectTarget.of(link.targetUrl()))
            : TrackerResponse.pixel();
    if (request.head()) {
      return new TrackingResult(answer, null);
    }
    String eventId = request.eventId();
    TrackingEvent event =
        new TrackingEvent(
            eventId == null ? ids.next() : eventId,
            link,
            clock.millis() / 1000,
            EventLimits.cutUserAgent(request.userAgent()),
            clientAddress.ofEvent(request));
    String exceeded = EventLimits.faultAsEntry(event);
    if (exceeded != null) {
      counters.countExceededBound();
      log.exceededBound(request, event.ipAddress(), exceeded);
      return new TrackingResult(answer, null);
    }
    counters.countSeen(link.action());
    return new TrackingResult(answer, event);
  }

  /** The answer to a bad link. Why it is bad is in the log. */
  public TrackerResponse refuse(BadLinkException why) {
    counters.countBadLink();
    return badLink;
  }
}
