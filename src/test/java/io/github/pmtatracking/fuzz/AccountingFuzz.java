package io.github.pmtatracking.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/** Accounting lines, right and wrong, on the pipe of acct_etl. */
final class AccountingFuzz implements FuzzTarget {
  private static final String HEADING = "type,rcpt,header_x-sp-message-id,jobId\r\n";
  private static final int MAX_REJECTS_BYTES = 1 << 20;
  private static final String[] FIELDS = {
    "d",
    "delivery",
    "r",
    "b",
    "type",
    "a@example.com",
    "0000aabbccddeeff0011",
    "job1",
    "",
    "\"\"",
    "\"a, b\"",
    "\"a \"\"b\"\"\"",
    "\"two\r\nlines\"",
    "\"open",
    "stray\"quote",
    "2026-11-20 10:20:30+0000",
  };

  private final FuzzSite site;
  private final OutputStream pipe;
  private final Path rejects;
  private long honest;
  private long residentAtEnd;

  private AccountingFuzz(FuzzSite site, OutputStream pipe, Path rejects) {
    this.site = site;
    this.pipe = pipe;
    this.rejects = rejects;
  }

  static FuzzTarget start(Path folder) throws IOException {
    FuzzSite site = new FuzzSite(folder);
    Path rejects = folder.resolve("rejects.jsonl");
    site.start(
        0,
        Map.of(
            "ACCOUNTING_SPOOL_FOLDER",
            folder.resolve("spool").toString(),
            "ACCOUNTING_REJECTS_FILE",
            rejects.toString(),
            "ACCOUNTING_REJECTS_MAX_BYTES",
            Integer.toString(MAX_REJECTS_BYTES),
            "ACCOUNTING_LOG",
            "summary"),
        "acct_etl");
    OutputStream pipe = site.service().process().getOutputStream();
    pipe.write(HEADING.getBytes(UTF_8));
    return new AccountingFuzz(site, pipe, rejects);
  }

  @Override
  public void send(Random random) throws IOException {
    Noise noise = new Noise(random);
    StringBuilder line = new StringBuilder(noise.pick("d", "d", "d", "r", noise.hostile()));
    for (int i = noise.below(6); i > 0; i--) {
      line.append(',').append(noise.oneIn(8) ? noise.hostile() : noise.pick(FIELDS));
    }
    line.append(noise.pick("\r\n", "\r\n", "\r\n", "\n", "\r"));
    pipe.write(Noise.octets(noise.oneIn(3) ? noise.damaged(line.toString()) : line.toString()));
  }

  /**
   * A quote that noise has opened may take some lines with it, as RFC 4180 has it, so the honest
   * record comes again and again until one of them is read as a line of its own.
   */
  @Override
  public void requireHonestWork() throws Exception {
    String messageId = String.format("%020d", ++honest);
    byte[] key = ("msgID_" + messageId).getBytes(UTF_8);
    await()
        .atMost(60, SECONDS)
        .until(
            () -> {
              pipe.write(("\r\n" + HEADING).getBytes(UTF_8));
              pipe.write(("d,honest@example.com," + messageId + ",job7\r\n").getBytes(UTF_8));
              pipe.flush();
              byte[] record = site.redis().get(key).get();
              return record != null && new String(record, UTF_8).contains("honest@example.com");
            });
  }

  /** It reads to the end, and ends with 0, or 1 when the rejects file is full. */
  @Override
  public void finish() throws Exception {
    residentAtEnd = site.residentBytes();
    pipe.close();
    int code = site.service().awaitEnd();
    assertTrue(code == 0 || code == 1, () -> "exit code " + code + ":\n" + site.service().log());
    assertTrue(Files.size(rejects) <= MAX_REJECTS_BYTES, "the rejects file is bounded");
  }

  @Override
  public String summary() {
    return honest + " of " + honest + " honest records";
  }

  @Override
  public long residentBytes() throws IOException {
    return residentAtEnd > 0 ? residentAtEnd : site.residentBytes();
  }

  @Override
  public void close() {
    site.close();
  }
}
