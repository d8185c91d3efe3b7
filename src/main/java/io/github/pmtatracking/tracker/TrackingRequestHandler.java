package io.github.pmtatracking.tracker;

import io.github.pmtatracking.event.EventIds;
import io.github.pmtatracking.event.EventLimits;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.link.BadLinkException;
import io.github.pmtatracking.link.LinkDecoder;
import io.github.pmtatracking.link.TrackingLink;
import java.time.InstantSource;

/** Makes a response and an event of the request for a link. Thread-safe. */
public final class TrackingRequestHandler {
  private final LinkDecoder links;
  private final WellKnownPaths wellKnown;
  private final TrackerResponse badLink;
  private final ClientAddress clientAddress;
  private final EventIds ids;
  private final InstantSource clock;
  private final TrackerCounters counters;
  private final EventLog log;

  TrackingRequestHandler(
      LinkDecoder links,
      WellKnownPaths wellKnown,
      TrackerResponse badLink,
      ClientAddress clientAddress,
      EventIds ids,
      InstantSource clock,
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
   * Handles a request. Only a GET of a link is an event, and only when it is within the limits of
   * events; the client gets its response in any case.
   *
   * @throws BadLinkException if the path is no link, or a link without a valid target; {@link
   *     #refuse} gives the response
   */
  public TrackingResult handle(TrackingRequest request) throws BadLinkException {
    TrackerResponse known = wellKnown.response(request.path());
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
    TrackerResponse response =
        link.action().isClick()
            ? TrackerResponse.redirect(RedirectTarget.of(link.targetUrl()))
            : TrackerResponse.pixel();
    if (request.head()) {
      return new TrackingResult(response, null);
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
      return new TrackingResult(response, null);
    }
    counters.countSeen(link.action());
    return new TrackingResult(response, event);
  }

  /** Counts a bad link and gives the response to it. The reason is in the log. */
  public TrackerResponse refuse(BadLinkException why) {
    counters.countBadLink();
    return badLink;
  }
}
