package io.github.pmtatracking.faults;

import io.github.pmtatracking.demo.IngestPost;
import io.github.pmtatracking.demo.IngestReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The clocks are set back while a feeder dies with a batch in hand: that of Redis by an hour, that
 * of the feeder by nine minutes. No clock is touched: what was written down before is changed
 * instead, which comes to the same. The end of the dead feeder's lease is an hour too late, and the
 * events in the queue are nine minutes in the future; more than ten minutes ahead they would be set
 * aside.
 */
record ClockStepBack() implements Fault {
  private static final Duration REDIS_STEP = Duration.ofHours(1);
  private static final Duration FEEDER_STEP = Duration.ofMinutes(9);
  private static final String LEASES = "{trk_queue}:leases";

  @Override
  public String title() {
    return "clock of Redis set back by an hour, the feeder's by nine minutes, kill -9 of the"
        + " feeder";
  }

  @Override
  public FaultResult strike(FaultHarness harness, int rounds) throws Exception {
    OfferedEvents offered = new OfferedEvents();
    CountDownLatch killed = new CountDownLatch(1);
    AtomicBoolean struck = new AtomicBoolean();
    harness.answer(
        post -> {
          // it has two uploads on their way: the other one must not kill its next life
          if (struck.compareAndSet(false, true)) {
            harness.feeder().kill();
            killed.countDown();
          }
          return IngestReply.HANG_UP;
        });
    harness.queue(
        300, Instant.now().plus(FEEDER_STEP).getEpochSecond(), "reader@example.com", offered);
    if (!killed.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("no upload came:\n" + harness.feeder().log());
    }
    int moved = 0;
    List<?> leases = (List<?>) harness.sayToRedis("HGETALL", LEASES);
    for (int i = 0; i < leases.size(); i += 2) {
      String[] lease = leases.get(i + 1).toString().split(" ", 2);
      String later = Long.parseLong(lease[0]) + REDIS_STEP.toMillis() + " " + lease[1];
      harness.sayToRedis("HSET", LEASES, leases.get(i).toString(), later);
      moved++;
    }
    harness.answer(IngestPost::accept);
    long over = System.nanoTime();
    harness.feeder().start();
    return harness
        .awaitArrival(offered, over)
        .named(title())
        .withNote(moved + " leases an hour too long");
  }
}
