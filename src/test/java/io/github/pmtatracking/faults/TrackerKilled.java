package io.github.pmtatracking.faults;

/** {@code kill -9} of the tracker while people click, with Redis there or away. */
record TrackerKilled(boolean redisAway) implements Fault {

  @Override
  public String title() {
    return "kill -9 of the tracker" + (redisAway ? " while Redis is away" : "");
  }

  @Override
  public FaultResult strike(FaultHarness harness, int rounds) throws Exception {
    OfferedEvents offered = new OfferedEvents();
    int refused;
    long over = 0;
    try (TrackingClients readers = harness.readers(harness.tracker(), offered)) {
      for (int i = 0; i < rounds; i++) {
        if (redisAway) {
          harness.redis().kill();
        }
        readers.awaitAnswered(harness.random(20, 150));
        harness.tracker().kill();
        over = System.nanoTime();
        harness.tracker().start();
        harness.redis().start();
      }
      readers.awaitAnswered(20);
      readers.close();
      refused = readers.refused();
    }
    return harness
        .awaitArrival(offered, over)
        .named(title() + ", " + rounds + " times")
        .withNote(offered.unanswered().size() + " clicks cut off, " + refused + " refused");
  }
}
