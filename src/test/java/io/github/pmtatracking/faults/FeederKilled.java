package io.github.pmtatracking.faults;

import io.github.pmtatracking.demo.IngestApi;
import io.github.pmtatracking.demo.IngestPost;
import io.github.pmtatracking.demo.IngestReply;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code kill -9} of the feeder while the API has an upload of it in hand: before it took it, after
 * it took it and before it said so, or just after the answer.
 */
record FeederKilled() implements Fault {

  @Override
  public String title() {
    return "kill -9 of the feeder";
  }

  @Override
  public FaultResult strike(FaultHarness harness, int rounds) throws Exception {
    OfferedEvents offered = new OfferedEvents();
    long over = 0;
    for (int i = 0; i < rounds; i++) {
      Strike strike = new Strike(harness, harness.random(1, 4), i % 3);
      harness.answer(strike);
      harness.queue(500, offered);
      if (!strike.struck.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("no upload came:\n" + harness.feeder().log());
      }
      harness.answer(IngestPost::accept);
      over = System.nanoTime();
      harness.feeder().start();
    }
    return harness.awaitArrival(offered, over).named(title() + ", " + rounds + " times");
  }

  private static final class Strike implements IngestApi.Behavior {
    private final FaultHarness harness;
    private final AtomicInteger uploads;
    private final int moment;
    private final CountDownLatch struck = new CountDownLatch(1);

    Strike(FaultHarness harness, int upload, int moment) {
      this.harness = harness;
      this.uploads = new AtomicInteger(upload);
      this.moment = moment;
    }

    @Override
    public IngestReply answer(IngestPost post) throws IOException {
      if (uploads.decrementAndGet() != 0) {
        return uploads.get() < 0 ? IngestReply.HANG_UP : post.accept();
      }
      if (moment == 0) {
        kill();
        return IngestReply.HANG_UP;
      }
      IngestReply reply = post.accept();
      if (moment == 1) {
        kill();
      } else {
        Thread killer = new Thread(this::kill, "killer");
        killer.start();
      }
      return reply;
    }

    private void kill() {
      harness.feeder().kill();
      struck.countDown();
    }
  }
}
