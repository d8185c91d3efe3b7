package io.github.pmtatracking.demo;

import java.io.IOException;

/**
 * The behavior of a sink: the default accepts everything. Tests override it to refuse, to be slow
 * or to hang up. Called by one thread per connection.
 */
public interface SinkBehavior {

  /** Accepts everything. */
  SinkBehavior FRIENDLY = new SinkBehavior() {};

  /** Sends the greeting; may hang up instead. */
  default void greet(SinkDialogue dialogue) throws IOException {
    dialogue.reply("220 sink.example ESMTP");
  }

  /**
   * Called before the sink answers a command line itself.
   *
   * @param line the command without its line end
   * @return true when the command has been answered here
   */
  default boolean answered(String line, SinkDialogue dialogue) throws IOException {
    return false;
  }

  /** The keywords in the reply to EHLO. */
  default String[] keywords() {
    return new String[] {
      "PIPELINING", "SIZE 104857600", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES"
    };
  }

  /** The reply to a whole message; a mail with a 2xx reply is passed to the listener. */
  default String taken(SinkMail mail, SinkDialogue dialogue) throws IOException {
    return "250 2.0.0 message received";
  }
}
