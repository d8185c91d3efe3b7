package io.github.pmtatracking.tracker.http;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of the Date header (RFC 9110, 5.6.7), formatted once a second. Thread-safe. */
final class HttpDateHeader {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final InstantSource clock;
  private volatile Second last = new Second(Long.MIN_VALUE, "");

  private record Second(long epochSecond, String text) {}

  HttpDateHeader(InstantSource clock) {
    this.clock = clock;
  }

  String now() {
    long epochSecond = Math.floorDiv(clock.millis(), 1000L);
    Second second = last;
    if (second.epochSecond != epochSecond) {
      second = new Second(epochSecond, FORMAT.format(Instant.ofEpochSecond(epochSecond)));
      last = second;
    }
    return second.text;
  }
}
