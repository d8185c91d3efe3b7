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
 * All clocks are set back by nine minutes while a feeder dies with a batch in hand. No clock is
 * touched: what was written down before is changed instead, which comes to the same. Events in the
 * queue are nine minutes in the future, and so is the end of the dead feeder's lease. Events more
 * than ten minutes ahead would be set aside.
 */
record ClockSetBack() implements Fault {
  private static final Duration STEP = Duration.ofMinutes(9);
  private static final String LEASES = "{trk_queue}:leases";

  @Override
  public String title() {
    return "clocks set back by nine minutes, kill -9 of the feeder";
  }

  @Override
  public Row strike(Rig rig, int rounds) throws Exception {
    Offered offered = new Offered();
    CountDownLatch killed = new CountDownLatch(1);
    AtomicBoolean struck = new AtomicBoolean();
    rig.answer(
        post -> {
          // it has two uploads on their way: the other one must not kill its next life
          if (struck.compareAndSet(false, true)) {
            rig.feeder().kill();
            killed.countDown();
          }
          return IngestReply.HANG_UP;
        });
    rig.queue(300, Instant.now().plus(STEP).getEpochSecond(), "reader@example.com", offered);
    if (!killed.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("no upload came:\n" + rig.feeder().log());
    }
    int moved = 0;
    List<?> leases = (List<?>) rig.sayToRedis("HGETALL", LEASES);
    for (int i = 0; i < leases.size(); i += 2) {
      String[] lease = leases.get(i + 1).toString().split(" ", 2);
      String later = Long.parseLong(lease[0]) + STEP.toMillis() + " " + lease[1];
      rig.sayToRedis("HSET", LEASES, leases.get(i).toString(), later);
      moved++;
    }
    rig.answer(IngestPost::accept);
    long over = System.nanoTime();
    rig.feeder().start();
    return rig.awaitArrival(offered, over)
        .named(title())
        .withNote(moved + " leases nine minutes too long");
  }
}
