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
  public FaultResult strike(FaultHarness rig, int rounds) throws Exception {
    OfferedEvents offered = new OfferedEvents();
    rig.feeder().kill();
    for (int i = 0; i < rounds; i++) {
      rig.queue(500, offered);
    }
    rig.sayToRedis("CONFIG", "SET", "maxmemory", "1");
    try {
      long over = System.nanoTime();
      rig.feeder().start();
      return rig.awaitArrival(offered, over)
          .named(title())
          .withNote("maxmemory stays as it is meanwhile");
    } finally {
      rig.sayToRedis("CONFIG", "SET", "maxmemory", "0");
    }
  }
}
