package io.github.pmtatracking.component.smtpproxy.api;

/**
 * The memory that one message may use while a route handles it. The bytes of the message itself are
 * already counted. A step that needs more asks for it with these methods, in this order and each at
 * most once: {@link #takeScratch}, {@link #takeForCopies}, {@link #keep}. Used by one thread.
 */
public interface MessageRoom {

  /**
   * The size limit of upstream for one message, in bytes, as upstream gives it in SIZE (RFC 1870);
   * {@link Long#MAX_VALUE} if upstream gives none.
   */
  long upstreamLimit();

  /**
   * Waits for temporary memory, which {@link #keep} gives back.
   *
   * @return false if the limit for one message is smaller than that
   * @throws SmtpRefusal with 452 if the memory was not free within two minutes
   */
  boolean takeScratch(long bytes) throws SmtpRefusal;

  /**
   * Waits for memory for the copies that are sent upstream.
   *
   * @return false if the limit for one message is smaller than that
   * @throws SmtpRefusal with 452 if the memory was not free within two minutes
   */
  boolean takeForCopies(long bytes) throws SmtpRefusal;

  /**
   * Gives back all temporary memory, and the memory for copies except for the given number of
   * bytes.
   */
  void keep(long bytes);
}
