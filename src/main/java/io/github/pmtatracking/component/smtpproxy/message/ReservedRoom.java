package io.github.pmtatracking.component.smtpproxy.message;

import io.github.pmtatracking.component.smtpproxy.api.MessageRoom;
import io.github.pmtatracking.component.smtpproxy.api.SmtpRefusal;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;

/**
 * Memory of {@link MessageMemory} that is reserved for one message. {@link #close} gives back all
 * of it.
 */
public final class ReservedRoom implements MessageRoom, AutoCloseable {
  private static final SmtpReply NO_MEMORY =
      SmtpReply.of(452, "4.3.1 Insufficient memory for the message, try again later");

  private final MemoryPool messages;
  private final int ownKibibytes;
  private final MemoryPool scratch;
  private final MemoryPool copies;
  private final long upstreamLimit;
  private int scratchTaken;
  private int copiesTaken;

  ReservedRoom(
      MemoryPool messages,
      int ownKibibytes,
      MemoryPool scratch,
      MemoryPool copies,
      long upstreamLimit) {
    this.messages = messages;
    this.ownKibibytes = ownKibibytes;
    this.scratch = scratch;
    this.copies = copies;
    this.upstreamLimit = upstreamLimit;
  }

  @Override
  public long upstreamLimit() {
    return upstreamLimit;
  }

  @Override
  public boolean takeScratch(long bytes) throws SmtpRefusal {
    int wanted = MemoryPool.kibibytes(bytes);
    if (wanted > scratch.size()) {
      return false;
    }
    require(scratch.take(wanted));
    scratchTaken += wanted;
    return true;
  }

  @Override
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
      throw new SmtpRefusal(NO_MEMORY);
    }
  }

  @Override
  public void keep(long bytes) {
    scratch.giveBack(scratchTaken);
    scratchTaken = 0;
    int kept = bytes == 0 ? 0 : Math.min(copiesTaken, MemoryPool.kibibytes(bytes));
    copies.giveBack(copiesTaken - kept);
    copiesTaken = kept;
  }

  @Override
  public void close() {
    keep(0);
    messages.giveBack(ownKibibytes);
  }
}
