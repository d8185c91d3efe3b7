package io.github.pmtatracking.faults;

/** {@code kill -9} of the tracker while people click, with Redis there or away. */
record TrackerKilled(boolean redisAway) implements Fault {

  @Override
  public String title() {
    return "kill -9 of the tracker" + (redisAway ? " while Redis is away" : "");
  }

  @Override
  public FaultResult strike(FaultHarness rig, int rounds) throws Exception {
    OfferedEvents offered = new OfferedEvents();
    int refused;
    long over = 0;
    try (Readers readers = rig.readers(rig.tracker(), offered)) {
      for (int i = 0; i < rounds; i++) {
        if (redisAway) {
          rig.redis().kill();
        }
        readers.awaitAnswered(rig.random(20, 150));
        rig.tracker().kill();
        over = System.nanoTime();
        rig.tracker().start();
        rig.redis().start();
      }
      readers.awaitAnswered(20);
      readers.close();
      refused = readers.refused();
    }
    return rig.awaitArrival(offered, over)
        .named(title() + ", " + rounds + " times")
        .withNote(offered.unanswered().size() + " clicks cut off, " + refused + " refused");
  }
}
