package io.github.pmtatracking.tracker.http;

import static io.github.pmtatracking.tracker.Links.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.event.EventIds;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.process.StartFailedException;
import io.github.pmtatracking.tracker.RawHttp;
import io.github.pmtatracking.tracker.RunningTracker;
import io.github.pmtatracking.tracker.TrackerExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The id that a proxy in front gives to a request, and so to its event. */
class RequestIdsIT {
  private static final String ID = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
  private static final String HEADER = "X-Tracking-Request-Id";
  private static final String OTHER = "00000000000000000000000000000001";

  @RegisterExtension static final TrackerExtension TRACKER = new TrackerExtension();

  private static List<String> eventIds(RunningTracker tracker, String[]... headersOfRequests)
      throws Exception {
    try (RawHttp http = tracker.connect()) {
      for (String[] headers : headersOfRequests) {
        assertEquals(200, http.get(open(), headers).reply().status());
      }
    }
    return tracker.takeEvents().stream().map(TrackingEvent::id).toList();
  }

  private static RunningTracker tracker(String header) throws Exception {
    return TRACKER.startAnother("tracker.request-id-header", header);
  }

  private static String[] headers(String... headers) {
    return headers;
  }

  @Test
  void aRequestThatATrustedProxySendsTwiceHasOneEventId() throws Exception {
    try (RunningTracker tracker = tracker(HEADER)) {
      assertEquals(
          List.of(EventIds.ofRequest(ID), EventIds.ofRequest(ID), EventIds.ofRequest(OTHER)),
          eventIds(
              tracker,
              headers("X-Tracking-Request-Id: " + ID),
              headers("x-tracking-request-id: " + ID),
              headers("X-Tracking-Request-Id: " + OTHER)));
    }
  }

  @Test
  void aRequestIdThatIsNoneOrIsNotAloneIsIgnored() throws Exception {
    try (RunningTracker tracker = tracker(HEADER)) {
      List<String> ids =
          eventIds(
              tracker,
              headers("X-Tracking-Request-Id: x"),
              headers("X-Tracking-Request-Id: "),
              headers("X-Request-Id: " + ID),
              headers("X-Tracking-Request-Id: " + ID, "X-Tracking-Request-Id: " + ID),
              headers());
      assertEquals(5, ids.stream().distinct().count());
      assertTrue(ids.stream().noneMatch(EventIds.ofRequest(ID)::equals));
    }
  }

  @Test
  void aRequestIdOfAnybodyElseIsIgnored() throws Exception {
    try (RunningTracker tracker =
        TRACKER.startAnother(
            "tracker.request-id-header", HEADER, "tracker.trusted-peers", "10.0.0.0/8")) {
      List<String> ids =
          eventIds(
              tracker,
              headers("X-Tracking-Request-Id: " + ID),
              headers("X-Tracking-Request-Id: " + ID));
      assertEquals(2, ids.stream().distinct().count());
      assertTrue(ids.stream().noneMatch(EventIds.ofRequest(ID)::equals));
    }
  }

  @Test
  void theHeaderMayHaveAnotherNameAndHasNoneByDefault() throws Exception {
    try (RunningTracker tracker =
        TRACKER.startAnother("tracker.request-id-header", "X-Request-Id")) {
      assertEquals(
          List.of(EventIds.ofRequest(ID)),
          eventIds(tracker, headers("X-Request-Id: " + ID, "X-Tracking-Request-Id: " + OTHER)));
    }
    try (RunningTracker tracker = TRACKER.startAnother()) {
      String[] header = headers("X-Tracking-Request-Id: " + ID);
      assertEquals(2, eventIds(tracker, header, header).stream().distinct().count());
    }
  }

  @Test
  void aNameThatNoHeaderHasIsRefusedAtTheStart() {
    String message =
        assertThrows(
                StartFailedException.class,
                () -> TRACKER.startAnother("tracker.request-id-header", "X Id"))
            .getMessage();
    assertTrue(message.startsWith("tracker.request-id-header = \"X Id\" "), message);
  }
}
