package io.github.pmtatracking.wrapper;

/**
 * Memory for the work on one message, without the message's own bytes. The order of calls is fixed,
 * each at most once: for decoding, for tracking, {@link #keep}. So messages that wait for memory
 * cannot block each other for ever. Used by one thread.
 */
public interface RewriteMemory {
  /** Grants every request. */
  RewriteMemory UNLIMITED =
      new RewriteMemory() {
        @Override
        public boolean takeForDecoding(long bytes) {
          return true;
        }

        @Override
        public boolean takeForTracking(long bytes) {
          return true;
        }

        @Override
        public void keep(long bytes) {}
      };

  /**
   * Waits for memory for the decoded parts of a message.
   *
   * @return false if one message can never get that much
   * @throws RewriteMemoryException if it was not free in time
   */
  boolean takeForDecoding(long bytes);

  /**
   * Waits for memory for links and for the buffers of a copy.
   *
   * @return false if one message can never get that much
   * @throws RewriteMemoryException if it was not free in time
   */
  boolean takeForTracking(long bytes);

  /**
   * Returns the memory for decoding, and all memory for tracking but the part needed until all
   * copies are sent.
   *
   * @param bytes to keep; not more than was taken for tracking
   */
  void keep(long bytes);
}
