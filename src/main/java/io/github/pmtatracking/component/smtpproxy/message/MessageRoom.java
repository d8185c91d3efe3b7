package io.github.pmtatracking.component.smtpproxy.message;

import io.github.pmtatracking.component.smtpproxy.api.SmtpRefusal;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;

/**
 * The memory of one message while a route handles it. The message's own bytes are already counted.
 * A step that needs more asks for it with these methods, in this order and each at most once:
 * {@link #takeScratch}, {@link #takeForCopies}, {@link #keep}. Used by one thread.
 */
public final class MessageRoom implements AutoCloseable {
  private static final SmtpReply NO_ROOM =
      SmtpReply.of(452, "4.3.1 no room for the message at the moment");

  private final MemoryPool messages;
  private final int ownBytes;
  private final MemoryPool scratch;
  private final MemoryPool copies;
  private final long upstreamLimit;
  private int scratchTaken;
  private int copiesTaken;

  MessageRoom(
      MemoryPool messages,
      int ownBytes,
      MemoryPool scratch,
      MemoryPool copies,
      long upstreamLimit) {
    this.messages = messages;
    this.ownBytes = ownBytes;
    this.scratch = scratch;
    this.copies = copies;
    this.upstreamLimit = upstreamLimit;
  }

  /**
   * The largest message that upstream takes, in bytes, as it says in SIZE (RFC 1870); {@link
   * Long#MAX_VALUE} if it does not say.
   */
  public long upstreamLimit() {
    return upstreamLimit;
  }

  /**
   * Waits for memory that is given back with {@link #keep}.
   *
   * @return false if one message never gets that much
   * @throws SmtpRefusal with 452 if it did not become free within two minutes
   */
  public boolean takeScratch(long bytes) throws SmtpRefusal {
    int wanted = MemoryPool.kibibytes(bytes);
    if (wanted > scratch.size()) {
      return false;
    }
    require(scratch.take(wanted));
    scratchTaken += wanted;
    return true;
  }

  /**
   * Waits for memory for the copies that go upstream.
   *
   * @return false if one message never gets that much
   * @throws SmtpRefusal with 452 if it did not become free within two minutes
   */
  public boolean takeForCopies(long bytes) throws SmtpRefusal {
    int wanted = MemoryPool.kibibytes(bytes);
    if (wanted > copies.size()) {
      return false;
    }
    require(copies.take(wanted));
    copiesTaken += wanted;
    return true;
  }

  private static void require(boolean taken) throws SmtpRefusal {
    if (!taken) {
      throw new SmtpRefusal(NO_ROOM);
    }
  }

  /** Gives back all scratch memory, and memory for copies until so many bytes are left. */
  public void keep(long bytes) {
    scratch.giveBack(scratchTaken);
    scratchTaken = 0;
    int kept = bytes == 0 ? 0 : Math.min(copiesTaken, MemoryPool.kibibytes(bytes));
    copies.giveBack(copiesTaken - kept);
    copiesTaken = kept;
  }

  /** Gives back all. */
  @Override
  public void close() {
    keep(0);
    messages.giveBack(ownBytes);
  }
}
