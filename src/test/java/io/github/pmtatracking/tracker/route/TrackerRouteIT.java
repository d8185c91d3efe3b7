package io.github.pmtatracking.tracker.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.link.TrackingUrl;
import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.tracker.RawHttp;
import io.github.pmtatracking.tracker.RunningTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator may do to the route. */
class TrackerRouteIT {
  private static final Path ROUTE = Path.of("src/main/resources/routes/tracker.camel.yaml");
  private static final String PREFIX = "http://t";
  private static final String CLICK =
      new TrackingUrl(PREFIX)
          .encode(new TrackingLink(Action.CLICK, "http://x/", "m", "a@b", null, false))
          .substring(PREFIX.length());

  private @TempDir Path folder;

  @Test
  void aHeaderThatAStepSetsIsInTheAnswer() throws Exception {
    addStep(
        """
                - setHeader:
                    name: X-Robots-Tag
                    constant: noindex, nofollow
        """);
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"));
        RunningTracker tracker = RunningTracker.startWithRoutes(redis, folder, folder);
        RawHttp http = tracker.connect()) {
      assertEquals("noindex, nofollow", http.get(CLICK).reply().header("x-robots-tag"));
      assertEquals(1, tracker.events().size());
    }
  }

  @Test
  void theClientGetsItsResponseThoughALaterStepFails() throws Exception {
    addStep(
        """
                - throwException:
                    exceptionType: java.lang.IllegalStateException
                    message: no good
        """);
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"));
        RunningTracker tracker = RunningTracker.startWithRoutes(redis, folder, folder);
        RawHttp http = tracker.connect()) {
      RawHttp.Reply reply = http.get(CLICK).reply();
      assertEquals(302, reply.status());
      assertEquals("http://x/", reply.header("location"));
      assertEquals("", reply.body());
    }
  }

  private void addStep(String step) throws IOException {
    Files.writeString(
        folder.resolve("tracker.camel.yaml"),
        Files.readString(ROUTE).stripTrailing() + "\n" + step);
  }
}
