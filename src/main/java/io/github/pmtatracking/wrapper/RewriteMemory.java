package io.github.pmtatracking.wrapper;

/**
 * Memory that a message takes beside its own bytes. It is asked for in this order, each at most
 * once: for decoding, for tracking, {@link #keep}. So messages that wait for each other cannot
 * block each other for good. Used by one thread.
 */
public interface RewriteMemory {
  /** Gives all that is asked for. */
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
   * @return false if there will never be that much for one message
   * @throws RewriteMemoryException if it did not become free in time
   */
  boolean takeForDecoding(long bytes);

  /**
   * Waits for memory for links and for the buffers of a copy.
   *
   * @return false if there will never be that much for one message
   * @throws RewriteMemoryException if it did not become free in time
   */
  boolean takeForTracking(long bytes);

  /**
   * Gives back the memory for decoding, and that for tracking up to what is needed until all copies
   * are sent.
   *
   * @param bytes not more than was taken for tracking
   */
  void keep(long bytes);
}
