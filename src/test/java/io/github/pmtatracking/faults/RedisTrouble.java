package io.github.pmtatracking.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Redis gets into trouble while people click, and out of it again. No reader is to see any of it.
 */
enum RedisTrouble implements Fault {
  KILLED_SYNCING_ALWAYS("kill -9 of redis-server, appendfsync always") {
    @Override
    void begin(FaultHarness harness) {
      harness.redis().kill();
    }

    @Override
    void end(FaultHarness harness) {
      harness.redis().start();
    }
  },

  KILLED_SYNCING_EVERY_SECOND("kill -9 of redis-server, appendfsync everysec") {
    @Override
    void prepare(FaultHarness harness) {
      harness.sayToRedis("CONFIG", "SET", "appendfsync", "everysec");
    }

    @Override
    void begin(FaultHarness harness) {
      harness.redis().kill();
    }

    @Override
    void end(FaultHarness harness) {
      // which starts it as the harness did: always
      harness.redis().start();
    }

    /** While it syncs, Redis puts off what it writes, by two seconds at most, and answers. */
    @Override
    long takesNanos() {
      return TimeUnit.SECONDS.toNanos(2);
    }
  },

  STOPPED("SIGSTOP of redis-server") {
    @Override
    void begin(FaultHarness harness) throws Exception {
      harness.signalRedis("STOP");
    }

    @Override
    void end(FaultHarness harness) throws Exception {
      harness.signalRedis("CONT");
    }
  },

  CONNECTIONS_CUT("CLIENT KILL of all connections to Redis") {
    @Override
    void begin(FaultHarness harness) {
      harness.sayToRedis("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    }

    @Override
    void end(FaultHarness harness) {
      harness.sayToRedis("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    }
  },

  OUT_OF_MEMORY("maxmemory reached (OOM)") {
    @Override
    void begin(FaultHarness harness) {
      harness.sayToRedis("CONFIG", "SET", "maxmemory", "1");
    }

    @Override
    void end(FaultHarness harness) {
      harness.sayToRedis("CONFIG", "SET", "maxmemory", "0");
    }
  },

  READ_ONLY("Redis turned into a replica (READONLY)") {
    @Override
    void begin(FaultHarness harness) {
      // of a master that nobody is: port 1 of loopback
      harness.sayToRedis("REPLICAOF", "127.0.0.1", "1");
    }

    @Override
    void end(FaultHarness harness) {
      harness.sayToRedis("REPLICAOF", "NO", "ONE");
    }
  },

  PASSWORD_ASKED("Redis asks for a password that we lack (NOAUTH)") {
    @Override
    void begin(FaultHarness harness) {
      harness.sayToRedis("CONFIG", "SET", "requirepass", PASSWORD);
      harness.sayToRedisAs(PASSWORD, "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    }

    @Override
    void end(FaultHarness harness) {
      harness.sayToRedisAs(PASSWORD, "CONFIG", "SET", "requirepass", "");
    }
  };

  private static final String PASSWORD = "not-known-to-us";

  private final String trouble;

  RedisTrouble(String trouble) {
    this.trouble = trouble;
  }

  abstract void begin(FaultHarness harness) throws Exception;

  abstract void end(FaultHarness harness) throws Exception;

  void prepare(FaultHarness harness) {}

  /** How much of what was answered before it begins it may take with it. */
  long takesNanos() {
    return 0;
  }

  /** So long all goes well before it begins: most of what is answered then must arrive. */
  private Duration calmBefore() {
    return Duration.ofNanos(3 * takesNanos());
  }

  /** How long at least. */
  Duration lasts(FaultHarness harness) {
    return this == STOPPED ? harness.standstill() : Duration.ZERO;
  }

  @Override
  public String title() {
    return trouble;
  }

  @Override
  public final FaultResult strike(FaultHarness harness, int rounds) throws Exception {
    OfferedEvents offered = new OfferedEvents();
    List<Long> begins = new ArrayList<>();
    long over = 0;
    TrackingClients readers = harness.readers(harness.tracker(), offered);
    try (readers) {
      for (int i = 0; i < rounds; i++) {
        prepare(harness);
        readers.awaitAnswered(harness.random(20, 150), calmBefore());
        begin(harness);
        begins.add(System.nanoTime());
        try {
          readers.awaitAnswered(harness.random(100, 300), lasts(harness));
        } finally {
          end(harness);
          over = System.nanoTime();
        }
      }
      readers.awaitAnswered(20);
    }
    FaultResult row = harness.awaitArrival(offered, over).named(title() + ", " + rounds + " times");
    int taken = takesNanos() == 0 ? 0 : taken(harness, offered, begins);
    int failed = offered.unanswered().size() + readers.refused();
    return row.withDeclaredLost(taken)
        .withNote(
            String.format(
                Locale.ROOT,
                "%d readers saw an error; slowest answer %.2f s%s",
                failed,
                readers.longestSeconds(),
                taken == 0 ? "" : "; lost is what Redis had not written, of 2 s before a kill"));
  }

  private int taken(FaultHarness harness, OfferedEvents offered, List<Long> begins) {
    return (int)
        offered.sure().stream()
            .filter(number -> !harness.arrivals().contain(number))
            .filter(
                number ->
                    begins.stream()
                        .anyMatch(at -> offered.isAnsweredWithin(number, takesNanos(), at)))
            .count();
  }
}
