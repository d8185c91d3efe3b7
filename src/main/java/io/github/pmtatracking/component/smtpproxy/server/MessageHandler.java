package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.message.MessageBuffer;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import java.io.IOException;

/** Takes each message that a client sent whole. Thread-safe. */
public interface MessageHandler {

  /**
   * Handles a message while the client waits.
   *
   * @param upstream with a transaction open, whose recipients it has accepted
   * @param answer to be given once
   * @throws IOException when the client could not be answered
   */
  void handle(ClientSession session, Upstream upstream, MessageBuffer message, Answer answer)
      throws IOException;

  /** Tells the client. */
  interface Answer {
    void give(SmtpReply reply) throws IOException;
  }
}
