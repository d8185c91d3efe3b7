package io.github.pmtatracking.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.pmtatracking.testing.Service;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** acct_etl with its pipe, its spool and its rejects file, and what PowerMTA writes to it. */
final class Accounting implements AutoCloseable {
  /** Lines that are written at once. */
  private static final int CHUNK = 20;

  private static final String HEADING =
      "type,rcpt,header_x-sp-message-id,header_x-sp-subaccount-id\r\n";

  private final FaultHarness harness;
  private final Map<String, String> environment;
  private final Service service;
  private final OfferedEvents offered = new OfferedEvents();
  private Set<Long> offeredBefore = Set.of();

  Accounting(FaultHarness harness) throws IOException {
    this(harness, Map.of());
  }

  /**
   * @param more settings, as environment variables
   */
  Accounting(FaultHarness harness, Map<String, String> more) throws IOException {
    this.harness = harness;
    Path folder = Files.createTempDirectory(harness.folder(), "acct");
    environment = harness.environment();
    environment.put("ACCOUNTING_SPOOL_FOLDER", folder.resolve("spool").toString());
    environment.put("ACCOUNTING_REJECTS_FILE", folder.resolve("rejects").toString());
    environment.put("ACCOUNTING_LOG", "summary");
    environment.put("ACCOUNTING_SPOOL_DRAIN_INTERVAL", "200ms");
    environment.putAll(more);
    service = new Service(folder, environment, 0, "acct_etl");
  }

  Service service() {
    return service;
  }

  OfferedEvents offered() {
    return offered;
  }

  /** Starts it, with the heading line that PowerMTA writes first. */
  void start() throws IOException {
    offeredBefore = Set.copyOf(offered.sure());
    service.start();
    OutputStream pipe = service.process().getOutputStream();
    pipe.write(HEADING.getBytes(US_ASCII));
    pipe.flush();
  }

  /** Writes records until the pipe has taken that many, or is broken. */
  void write(int records) {
    OutputStream pipe = service.process().getOutputStream();
    for (int i = 0; i < records; i += CHUNK) {
      List<Long> numbers = new ArrayList<>();
      StringBuilder lines = new StringBuilder();
      for (int j = 0; j < CHUNK; j++) {
        long number = harness.nextNumber();
        numbers.add(number);
        lines.append("d,reader@example.com,").append(Arrivals.messageId(number)).append(",0\r\n");
      }
      try {
        pipe.write(lines.toString().getBytes(US_ASCII));
        pipe.flush();
      } catch (IOException broken) {
        numbers.forEach(offered::unanswered);
        return;
      }
      numbers.forEach(offered::answered);
    }
  }

  /** Ends the input and waits for the end of the process. */
  int endOfInput() throws Exception {
    service.process().getOutputStream().close();
    return service.awaitEnd();
  }

  /**
   * Loads all records again, from a file as PowerMTA writes it for itself: more columns, more
   * types.
   *
   * @return the exit code
   */
  int backfill() throws Exception {
    Path file = harness.folder().resolve("acct-" + System.nanoTime() + ".csv");
    StringBuilder lines =
        new StringBuilder("type,vmta,rcpt,dsnStatus,header_x-sp-message-id,jobId\r\n");
    for (long number : offered.all()) {
      String id = Arrivals.messageId(number);
      lines.append("r,v1,reader@example.com,,").append(id).append(",\r\n");
      lines.append("d,v1,reader@example.com,2.0.0,").append(id).append(",job1\r\n");
    }
    Files.writeString(file, lines);
    try (Service loading =
        new Service(harness.folder(), environment, 0, "acct_etl", file.toString())) {
      loading.start();
      return loading.awaitEnd();
    }
  }

  /** Whether Redis has one at least of what was offered since the process was started. */
  boolean hasLoaded() throws IOException {
    Set<Long> now = new HashSet<>(offered.sure());
    now.removeAll(offeredBefore);
    return missing(now).size() < now.size();
  }

  /** Which of the offered Redis does not know. */
  List<Long> missing() throws IOException {
    return missing(offered.sure());
  }

  private List<Long> missing(Set<Long> numbers) throws IOException {
    List<Long> missing = new ArrayList<>();
    List<Long> all = new ArrayList<>(numbers);
    for (int from = 0; from < all.size(); from += 1000) {
      List<Long> some = all.subList(from, Math.min(all.size(), from + 1000));
      List<byte[]> command =
          some.stream()
              .map(number -> ("msgID_" + Arrivals.messageId(number)).getBytes(US_ASCII))
              .collect(Collectors.toCollection(ArrayList::new));
      command.add(0, "MGET".getBytes(US_ASCII));
      try (RedisTalk talk = new RedisTalk(harness.redis().port())) {
        Collection<?> values = (Collection<?>) talk.say(command);
        int i = 0;
        for (Object value : values) {
          if (value == null) {
            missing.add(some.get(i));
          }
          i++;
        }
      }
    }
    return missing;
  }

  /** Counts what came of the offered. */
  FaultResult row(long faultOverNanos) throws IOException {
    double seconds = (System.nanoTime() - faultOverNanos) / 1e9;
    int lost = missing().size();
    int there = offered.sure().size() - lost;
    return new FaultResult("", offered.sure().size(), there, there, lost, 0, 0, seconds, 0, "");
  }

  @Override
  public void close() {
    service.close();
  }
}
