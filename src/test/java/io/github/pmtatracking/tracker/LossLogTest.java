package io.github.pmtatracking.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.CapturedLog;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LossLogTest {
  private long now = -5;
  private final LossLog losses = new LossLog(() -> now);

  private void pass(long seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  private List<String> linesOf(Runnable work) {
    try (CapturedLog log = CapturedLog.of(EventQueue.class)) {
      work.run();
      return log.lines();
    }
  }

  @Test
  void theFirstLossIsToldAtOnceAndTheRestByNumberAfterAMinute() {
    List<String> lines =
        linesOf(
            () -> {
              for (int i = 0; i < 2_012; i++) {
                losses.lost("id" + i, "m", "full");
              }
            });
    assertEquals(1, lines.size(), lines.toString());
    assertTrue(lines.get(0).contains("event=id0 message=m error=full"), lines.toString());

    pass(59);
    assertEquals(List.of(), linesOf(losses::logIfDue));
    pass(1);
    lines = linesOf(losses::logIfDue);
    assertEquals(1, lines.size(), lines.toString());
    assertTrue(lines.get(0).startsWith("More events lost: "), lines.toString());
    assertTrue(
        lines.get(0).contains("events=2011 last_event=id2011 last_message=m error=full"),
        lines.toString());
    assertEquals(List.of(), linesOf(losses::logRest));
  }

  @Test
  void theNumberIsToldAtTheEndOfAnOutageToo() {
    losses.lost("1", "m", "full");
    losses.lost("2", "m", "full");
    List<String> lines = linesOf(losses::logRest);
    assertTrue(lines.get(0).contains("events=1 "), lines.toString());
  }

  @Test
  void aLossAfterAMinuteWithoutAnyIsToldAtOnce() {
    losses.lost("1", "m", "full");
    pass(60);
    List<String> lines = linesOf(() -> losses.lost("2", "m", "full"));
    assertEquals(1, lines.size());
    assertTrue(lines.get(0).contains("event=2 message=m"), lines.toString());
  }

  @Test
  void aLossIsRecentForFiveMinutes() {
    assertNull(losses.secondsSinceRecentLoss());
    losses.lost("1", "m", "full");
    pass(299);
    assertEquals(299, losses.secondsSinceRecentLoss());
    pass(1);
    assertNull(losses.secondsSinceRecentLoss());
  }
}
