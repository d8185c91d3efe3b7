package io.github.pmtatracking.component.smtpproxy.message;

import io.github.pmtatracking.component.smtpproxy.api.SmtpProxyConfiguration;
import io.github.pmtatracking.text.ByteSize;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The part of the heap that messages may take while they are handled. Without it a few large ones
 * at once would end the process, and with it the sessions of all other clients. A message that
 * finds no room waits. Half is for the bytes of the messages, a quarter for what they are decoded
 * to, a quarter for their copies: who waits for a later share holds none that others wait for in
 * turn, so nobody waits for good. Thread-safe.
 */
public final class MessageMemory {
  private final MemoryPool messages;
  private final MemoryPool scratch;
  private final MemoryPool copies;

  /**
   * @param bytes of heap for all messages together
   * @param patience milliseconds
   */
  MessageMemory(long bytes, long patience) {
    this.messages = new MemoryPool(bytes / 2, patience);
    this.scratch = new MemoryPool(bytes / 4, patience);
    this.copies = new MemoryPool(bytes / 4, patience);
  }

  /**
   * @param option see {@link SmtpProxyConfiguration#getMessageMemory}
   */
  public static MessageMemory of(@Nullable String option) {
    long bytes =
        option == null || option.isEmpty()
            ? Runtime.getRuntime().maxMemory() / 2
            : ByteSize.parse(option, "messageMemory");
    return new MessageMemory(bytes, TimeUnit.MINUTES.toMillis(2));
  }

  /**
   * Takes room for the bytes of a message; all there is for one that is larger than that.
   *
   * @param size bytes of the message
   * @param upstreamLimit see {@link MessageRoom#upstreamLimit}
   * @return null when there was none for too long
   */
  public @Nullable MessageRoom take(long size, long upstreamLimit) {
    int wanted = Math.min(messages.size(), MemoryPool.kibibytes(size));
    return messages.take(wanted)
        ? new MessageRoom(messages, wanted, scratch, copies, upstreamLimit)
        : null;
  }
}
