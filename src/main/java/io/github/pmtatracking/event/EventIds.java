package io.github.pmtatracking.event;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Event ids (docs/formats.md, "Event ids"): decimal, 0..2^63-1, without order, hardly ever equal to
 * those of another tracker. An id is a counter with a random start in 2^64, mixed one to one, so
 * one process does not repeat the number behind an id. Ids can be guessed. Thread-safe.
 */
public final class EventIds {
  private static final int REQUEST_ID_DIGITS = 32;

  private final AtomicLong counter;
  private final long step;

  public EventIds() {
    SecureRandom random = new SecureRandom();
    counter = new AtomicLong(random.nextLong());
    // Odd, so that the counter takes all 2^64 values; random, so that two processes whose counters
    // are equal once do not stay equal.
    step = random.nextLong() | 1;
  }

  /** An id that no other call returns. */
  public String next() {
    return decimal(counter.getAndAdd(step));
  }

  /**
   * The event id of a request; a repeated request has the same id.
   *
   * @param requestId 32 hexadecimal digits, chosen at random by the proxy for this request (nginx's
   *     {@code $request_id}); upper and lower case count as equal
   * @throws IllegalArgumentException for anything else
   */
  public static String ofRequest(String requestId) {
    if (!isRequestId(requestId)) {
      throw new IllegalArgumentException("not 32 hexadecimal digits: " + requestId);
    }
    int half = REQUEST_ID_DIGITS / 2;
    long high = Long.parseUnsignedLong(requestId, 0, half, 16);
    long low = Long.parseUnsignedLong(requestId, half, REQUEST_ID_DIGITS, 16);
    // uses all 128 bits, because a proxy may fill half of them with a time or a counter
    return decimal(mix(high) + low);
  }

  /** Whether {@link #ofRequest} accepts the text. */
  public static boolean isRequestId(String text) {
    if (text.length() != REQUEST_ID_DIGITS) {
      return false;
    }
    for (int i = 0; i < REQUEST_ID_DIGITS; i++) {
      if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
        return false;
      }
    }
    return true;
  }

  /** The id of a number, which is mixed first. */
  static String decimal(long number) {
    return Long.toString(mix(number) >>> 1);
  }

  /** One to one: the finalizer of MurmurHash3 with the constants of Stafford's mix 13. */
  private static long mix(long z) {
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
