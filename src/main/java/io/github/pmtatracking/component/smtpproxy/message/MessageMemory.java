package io.github.pmtatracking.component.smtpproxy.message;

import io.github.pmtatracking.component.smtpproxy.api.MessageRoom;
import io.github.pmtatracking.component.smtpproxy.net.ByteSize;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The part of the heap that messages may use while they are handled. Without this limit a few large
 * messages at one time would fill the heap and end the process. A message waits until there is
 * memory for it. Half of the memory is for the bytes of the messages, a quarter for decoded parts,
 * a quarter for copies. A message takes from these shares in this order only, so two messages never
 * wait for each other. Thread-safe.
 */
public final class MessageMemory {
  private final MemoryPool messages;
  private final MemoryPool scratch;
  private final MemoryPool copies;

  /**
   * @param bytes of heap for all messages together
   * @param timeout milliseconds that a request for memory waits
   */
  MessageMemory(long bytes, long timeout) {
    this.messages = new MemoryPool(bytes / 2, timeout);
    this.scratch = new MemoryPool(bytes / 4, timeout);
    this.copies = new MemoryPool(bytes / 4, timeout);
  }

  /**
   * Creates the memory that the option {@code messageMemory} describes.
   *
   * @param option such as {@code 256MiB}; null or empty for half of the heap
   * @throws IllegalArgumentException when the text is no size
   */
  public static MessageMemory of(@Nullable String option) {
    long bytes =
        option == null || option.isEmpty()
            ? Runtime.getRuntime().maxMemory() / 2
            : ByteSize.parse(option, "messageMemory");
    return new MessageMemory(bytes, TimeUnit.MINUTES.toMillis(2));
  }

  /**
   * Reserves memory for the bytes of a message. A message that is larger than the whole share gets
   * the whole share.
   *
   * @param size bytes of the message
   * @param upstreamLimit see {@link MessageRoom#upstreamLimit}
   * @return null when the memory was not free within two minutes
   */
  public @Nullable ReservedRoom take(long size, long upstreamLimit) {
    int wanted = Math.min(messages.size(), MemoryPool.kibibytes(size));
    return messages.take(wanted)
        ? new ReservedRoom(messages, wanted, scratch, copies, upstreamLimit)
        : null;
  }
}
