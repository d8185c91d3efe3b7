package io.github.pmtatracking.demo;

import java.util.List;

/**
 * A message that the sink took.
 *
 * @param sender the reverse-path, without brackets; empty for the null sender
 * @param recipients the forward-paths in the order of their RCPT commands, without brackets
 * @param data the message as it would lie in a mailbox: dots unstuffed, without the final dot
 * @param session the number of the connection that brought it, from 1
 */
public record SinkMail(String sender, List<String> recipients, byte[] data, int session) {

  public SinkMail {
    recipients = List.copyOf(recipients);
  }
}
