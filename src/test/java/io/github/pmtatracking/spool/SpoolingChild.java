package io.github.pmtatracking.spool;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.file.Path;

/** A process that spools numbers as fast as it can and prints each one that was kept. */
final class SpoolingChild {
  private SpoolingChild() {}

  public static void main(String[] args) throws Exception {
    SpoolOptions options =
        SpoolOptions.of("test.spool", Path.of(args[0]), 1L << 30)
            .withFsync(FsyncPolicy.of(args[1]))
            .withSegmentBytes(64 << 10);
    Spool spool = Spool.open(options);
    for (int i = 0; ; i++) {
      int number = i;
      var kept =
          spool
              .append(Integer.toString(number).getBytes(US_ASCII))
              .thenRun(() -> System.out.println(number));
      if (i % 100 == 99) {
        kept.get();
      }
    }
  }
}
