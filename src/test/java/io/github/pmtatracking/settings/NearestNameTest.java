package io.github.pmtatracking.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  @ParameterizedTest
  @CsvSource({
    "tracker.spool.foldr, tracker.spool.folder",
    "tracker.spool-folder, tracker.spool.folder",
    "redis.ulr, redis.url",
    "redis.url, redis.url",
    "redis.port,",
    "r,",
    "mine.target,"
  })
  void aNameWithFewEditsIsNearest(String wrong, String nearest) {
    assertEquals(
        nearest, NearestName.of(wrong, List.of("tracker.spool.folder", "redis.url", "log.format")));
  }
}
