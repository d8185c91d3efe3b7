package io.github.pmtatracking.faults;

/**
 * The queue itself has filled Redis up to {@code maxmemory} while no feeder ran: what comes now
 * must make room, though Redis takes no more.
 */
record QueueFillsRedis() implements Fault {

  @Override
  public String title() {
    return "feeder starts on a Redis that the queue has filled (OOM)";
  }

  @Override
  public FaultResult strike(FaultHarness harness, int rounds) throws Exception {
    OfferedEvents offered = new OfferedEvents();
    harness.feeder().kill();
    for (int i = 0; i < rounds; i++) {
      harness.queue(500, offered);
    }
    harness.sayToRedis("CONFIG", "SET", "maxmemory", "1");
    try {
      long over = System.nanoTime();
      harness.feeder().start();
      return harness
          .awaitArrival(offered, over)
          .named(title())
          .withNote("maxmemory stays as it is meanwhile");
    } finally {
      harness.sayToRedis("CONFIG", "SET", "maxmemory", "0");
    }
  }
}
