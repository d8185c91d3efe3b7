package io.github.pmtatracking.feeder.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BatchStatusPermissionTest {
  private final List<Boolean> scraped = new ArrayList<>();
  private final BatchStatusPermission rights =
      new BatchStatusPermission(this::scrapeWhileRedisIsWaitedFor, InstantSource.system());

  private void scrapeWhileRedisIsWaitedFor() {
    scraped.add(
        CompletableFuture.supplyAsync(rights::isMissing).orTimeout(10, TimeUnit.SECONDS).join());
  }

  @Test
  void aScrapeDoesNotWaitForRedisThatIsToDropWhatWasKept() {
    rights.refused("403 Forbidden");

    assertFalse(rights.mayBeKept("1 b"));

    assertEquals(List.of(true), scraped);
  }
}
