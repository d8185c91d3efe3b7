package io.github.pmtatracking.accounting;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What is remembered of one delivered message.
 *
 * @param key {@code msgID_<message id>}
 * @param json column name to value
 * @param expires Unix time in seconds after which it is of no use
 */
// Arrays: made once from bytes, handed to Redis as bytes, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record AttributeRecord(byte[] key, byte[] json, long expires) {

  /** As in the original's log: {@code msgID_... -> {...}}. */
  @Override
  public String toString() {
    return new String(key, UTF_8) + " -> " + new String(json, UTF_8);
  }
}
