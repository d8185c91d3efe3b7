package io.github.pmtatracking.wrapper.html;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** Reads the bytes of an encoding as text. Thread-safe. */
@FunctionalInterface
interface TextDecoding {
  /**
   * The text of some bytes.
   *
   * @return null if a browser would show a replacement character
   */
  @Nullable String decode(byte[] bytes, int from, int to);

  /** The decoding of a charset of Java. */
  static TextDecoding of(Charset charset) {
    return (bytes, from, to) -> {
      try {
        // A new decoder reports what it cannot decode.
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
      } catch (CharacterCodingException undecodable) {
        return null;
      }
    };
  }
}
