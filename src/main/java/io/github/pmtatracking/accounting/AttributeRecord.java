package io.github.pmtatracking.accounting;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The attributes of one delivered message, as they are stored in Redis.
 *
 * @param key {@code msgID_<message id>}
 * @param json an object: column name to value
 * @param expires Unix time in seconds at which Redis deletes it
 */
// The arrays are passed to Redis as they are and never compared.
@SuppressWarnings("ArrayRecordComponent")
public record AttributeRecord(byte[] key, byte[] json, long expires) {

  /** As in the original's log: {@code msgID_... -> {...}}. */
  @Override
  public String toString() {
    return new String(key, UTF_8) + " -> " + new String(json, UTF_8);
  }
}
