package io.github.pmtatracking.link;

import java.util.Arrays;

/**
 * Compresses the short texts of links to zlib (RFC 1950), as one block with DEFLATE's fixed code
 * (RFC 1951, 3.2.6). It finds repetitions by the last place of each three bytes. A link of 167
 * bytes becomes 157 bytes instead of the 144 of {@link java.util.zip.Deflater}, in less than a
 * quarter of the time, because that one clears and fills tables for 32 kB
 * (docs/adr/0015-links-are-compressed-with-the-fixed-code.md). Not thread-safe.
 */
final class FixedHuffmanDeflater {
  /** For longer texts {@link java.util.zip.Deflater} is used: it makes a code for each text. */
  static final int MAX_BYTES = 300;

  private static final int HASH_BITS = 9;
  private static final int MAX_MATCH = 258;

  private final int[] lastPlaces = new int[1 << HASH_BITS];
  private int firstPlace = 1;
  // At most nine bits for a byte.
  private final byte[] out = new byte[MAX_BYTES + MAX_BYTES / 8 + 16];
  private int length;
  private int bits;
  private int bitCount;

  /** The compressed text, at the start of an array that is valid until the next call. */
  byte[] bytes() {
    return out;
  }

  /**
   * Compresses the first bytes of a text.
   *
   * @param size how many of them, at most {@link #MAX_BYTES}
   * @return the number of compressed bytes
   */
  int compress(byte[] text, int size) {
    start();
    int at = 0;
    while (at < size) {
      int match = at + 3 <= size ? matchOf(text, at, size) : 0;
      if (match == 0) {
        literal(text[at] & 255);
        at++;
      } else {
        int matched = matchLength(text, match, at, size);
        repetition(matched, at - match);
        int end = at + matched;
        for (at++; at < end; at++) {
          if (at + 3 <= size) {
            lastPlaces[hash(text, at)] = firstPlace + at;
          }
        }
      }
    }
    finish(text, size);
    return length;
  }

  private void start() {
    if (firstPlace > Integer.MAX_VALUE / 2) {
      Arrays.fill(lastPlaces, 0);
      firstPlace = 1;
    }
    length = 0;
    out[length++] = 0x78;
    out[length++] = (byte) 0x9c;
    bits = 0;
    bitCount = 0;
    put(0b011, 3); // the last block, in the fixed code
  }

  private void finish(byte[] text, int size) {
    put(0, 7); // end of block
    put(0, 7); // fill the last byte
    int a = 1;
    int b = 0;
    for (int i = 0; i < size; i++) {
      a += text[i] & 255;
      b += a;
    }
    // With so few bytes neither sum overflows before the end.
    int checksum = b % 65521 << 16 | a % 65521;
    for (int shift = 24; shift >= 0; shift -= 8) {
      out[length++] = (byte) (checksum >> shift);
    }
    // Places of this text are no longer places of the next.
    firstPlace += size;
  }

  private static int hash(byte[] text, int at) {
    int three = (text[at] & 255) | (text[at + 1] & 255) << 8 | (text[at + 2] & 255) << 16;
    return three * 0x9e3779b1 >>> 32 - HASH_BITS;
  }

  /** An earlier place of the three bytes here, or 0; place 0 itself is the brace of JSON. */
  private int matchOf(byte[] text, int at, int size) {
    int hash = hash(text, at);
    int place = lastPlaces[hash] - firstPlace;
    lastPlaces[hash] = firstPlace + at;
    return place > 0 && matchLength(text, place, at, size) >= 3 ? place : 0;
  }

  private static int matchLength(byte[] text, int from, int at, int size) {
    int most = Math.min(MAX_MATCH, size - at);
    int mismatch = Arrays.mismatch(text, from, from + most, text, at, at + most);
    return mismatch < 0 ? most : mismatch;
  }

  private void literal(int value) {
    if (value < 144) {
      putCode(0x30 + value, 8);
    } else {
      putCode(0x190 + value - 144, 9);
    }
  }

  /** RFC 1951, 3.2.5: codes of four lengths, or of two distances, share their high bits. */
  private void repetition(int matched, int distance) {
    if (matched == MAX_MATCH) {
      putCode(0xc0 + 285 - 280, 8);
    } else {
      int rest = matched - 3;
      int extra = Math.max(0, 29 - Integer.numberOfLeadingZeros(rest));
      int code = 257 + 4 * extra + (rest >> extra);
      if (code < 280) {
        putCode(code - 256, 7);
      } else {
        putCode(0xc0 + code - 280, 8);
      }
      put(rest & (1 << extra) - 1, extra);
    }
    int rest = distance - 1;
    int extra = Math.max(0, 30 - Integer.numberOfLeadingZeros(rest));
    putCode(2 * extra + (rest >> extra), 5);
    put(rest & (1 << extra) - 1, extra);
  }

  /** Codes stand with their highest bit first, everything else with its lowest. */
  private void putCode(int code, int count) {
    put(Integer.reverse(code) >>> 32 - count, count);
  }

  private void put(int value, int count) {
    bits |= value << bitCount;
    bitCount += count;
    while (bitCount >= 8) {
      out[length++] = (byte) bits;
      bits >>>= 8;
      bitCount -= 8;
    }
  }
}
