package io.github.pmtatracking.faults;

import io.github.pmtatracking.demo.IngestPost;
import io.github.pmtatracking.demo.IngestReply;
import io.github.pmtatracking.testing.Service;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Two feeders share a queue; one is killed with a batch in hand and never comes back. */
record OneOfTwoFeedersKilled() implements Fault {
  private static final String KEY = "feeder-2";
  private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);

  @Override
  public String title() {
    return "two feeders, one killed for good";
  }

  @Override
  public FaultResult strike(FaultHarness harness, int rounds) throws Exception {
    OfferedEvents offered = new OfferedEvents();
    long over = 0;
    try (Service second = harness.feeder(KEY)) {
      for (int i = 0; i < rounds; i++) {
        CountDownLatch killed = new CountDownLatch(1);
        AtomicBoolean struck = new AtomicBoolean();
        harness.answer(
            post -> {
              if (!KEY.equals(post.header("Authorization"))) {
                // slow, so that the second has its share
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                return post.accept();
              }
              // it has two uploads on their way: the other one must not kill its next life
              if (struck.compareAndSet(false, true)) {
                second.kill();
                killed.countDown();
              }
              return IngestReply.HANG_UP;
            });
        second.start();
        long begin = System.nanoTime();
        while (killed.getCount() > 0) {
          if (System.nanoTime() - begin > TIMEOUT_NANOS) {
            throw new AssertionError("the second feeder had no upload:\n" + second.log());
          }
          harness.queue(300, offered);
          killed.await(1, TimeUnit.SECONDS);
        }
        over = System.nanoTime();
        harness.answer(IngestPost::accept);
      }
      return harness
          .awaitArrival(offered, over)
          .named(title() + ", " + rounds + " times")
          .withNote("the lease is 2 s here");
    }
  }
}
