package io.github.pmtatracking.event;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Event ids (docs/formats.md, "Event ids"): decimal, 0..2^63-1, without order, unlikely to meet
 * those of another tracker. A counter that starts anywhere in 2^64, scrambled one to one, so one
 * process does not repeat the number behind an id; not meant to be hard to guess. Thread-safe.
 */
public final class EventIds {
  private static final int REQUEST_ID_DIGITS = 32;

  private final AtomicLong counter;
  private final long step;

  public EventIds() {
    SecureRandom random = new SecureRandom();
    counter = new AtomicLong(random.nextLong());
    // Odd, so that all 2^64 values are passed; of its own in every process, so that two processes
    // whose counters meet do not go on side by side.
    step = random.nextLong() | 1;
  }

  /** An id that no other call gets. */
  public String next() {
    return Long.toString(scramble(counter.getAndAdd(step)) >>> 1);
  }

  /**
   * The id of the event that a request makes, which is the same each time the request is sent.
   *
   * @param requestId 32 hexadecimal digits, which the proxy made at random for this request
   *     (nginx's {@code $request_id}); upper and lower case are one
   * @throws IllegalArgumentException for anything else
   */
  public static String ofRequest(String requestId) {
    if (!isRequestId(requestId)) {
      throw new IllegalArgumentException("not 32 hexadecimal digits: " + requestId);
    }
    int half = REQUEST_ID_DIGITS / 2;
    long high = Long.parseUnsignedLong(requestId, 0, half, 16);
    long low = Long.parseUnsignedLong(requestId, half, REQUEST_ID_DIGITS, 16);
    // all 128 bits count, also when a proxy fills half of them with a time or a counter
    return Long.toString(scramble(scramble(high) + low) >>> 1);
  }

  /** Whether {@link #ofRequest} takes it. */
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

  /** The finalizer of MurmurHash3 with the constants of Stafford's mix 13. */
  private static long scramble(long z) {
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
