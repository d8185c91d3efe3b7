package io.github.pmtatracking.component.smtpproxy.server;

import io.github.pmtatracking.component.smtpproxy.message.MessageBuffer;
import io.github.pmtatracking.component.smtpproxy.upstream.Upstream;
import java.io.IOException;

/** Handles each message that a client has sent completely. Thread-safe. */
public interface MessageHandler {

  /**
   * Handles a message while the client waits, and calls {@link ClientSession#replyToMessage} once.
   *
   * @param upstream has an open transaction, whose recipients upstream has accepted
   * @throws IOException when the reply could not be sent to the client
   */
  void handle(ClientSession session, Upstream upstream, MessageBuffer message) throws IOException;
}
