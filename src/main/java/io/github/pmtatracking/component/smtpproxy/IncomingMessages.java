package io.github.pmtatracking.component.smtpproxy;

import java.io.IOException;

/** Takes each message that a client sent whole. Thread-safe. */
interface IncomingMessages {

  /**
   * Handles a message while the client waits.
   *
   * @param upstream with a transaction open, whose recipients it has accepted
   * @param answer to be given once
   * @throws IOException when the client could not be answered
   */
  void handle(ClientSession session, Upstream upstream, MessageSpool message, Answer answer)
      throws IOException;

  /** Tells the client. */
  interface Answer {
    void give(SmtpReply reply) throws IOException;
  }
}
