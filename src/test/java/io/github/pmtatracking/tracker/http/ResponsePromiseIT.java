package io.github.pmtatracking.tracker.http;

import static io.github.pmtatracking.tracker.Links.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.pmtatracking.redis.EmbeddedRedis;
import io.github.pmtatracking.tracker.RawHttp;
import io.github.pmtatracking.tracker.TrackerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers that do not wait for their answer. */
class ResponsePromiseIT {
  private static final int READERS = 200;

  private @TempDir Path folder;

  @Test
  void aReaderThatResetsItsConnectionCostsNoLineOfTheLog() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"));
        TrackerProcess tracker =
            new TrackerProcess(
                    redis.url(), folder.resolve("tracker"), Map.of("LOG_FORMAT", "details"))
                .start()) {
      long before = tracker.readLog().lines().filter(line -> line.contains(" WARN ")).count();
      for (int i = 0; i < READERS; i++) {
        RawHttp http = new RawHttp(tracker.port());
        // the first answers find the connection open, the later ones find it reset
        for (int pipelined = 0; pipelined < 20; pipelined++) {
          http.get(pipelined % 2 == 0 ? open() : "/robots.txt");
        }
        http.reply();
        http.reset();
      }
      try (RawHttp http = new RawHttp(tracker.port())) {
        assertEquals(200, http.get("/robots.txt").reply().status());
      }
      assertEquals(0, tracker.terminate());

      assertFalse(tracker.readLog().contains("Cannot write"), tracker.readLog());
      assertEquals(
          List.of(),
          tracker.readLog().lines().filter(line -> line.contains(" WARN ")).skip(before).toList());
    }
  }
}
