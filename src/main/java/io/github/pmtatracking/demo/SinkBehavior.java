package io.github.pmtatracking.demo;

import java.io.IOException;

/**
 * How a sink behaves: the default takes everything. Tests override it to refuse, to be slow or to
 * hang up. Called by one thread per connection.
 */
public interface SinkBehavior {

  /** Answers everything as a plain, friendly server does. */
  SinkBehavior FRIENDLY = new SinkBehavior() {};

  /** The first thing that a client hears; may hang up instead. */
  default void greet(SinkDialogue dialogue) throws IOException {
    dialogue.reply("220 sink.example ESMTP");
  }

  /**
   * Asked before the sink answers a command line by itself.
   *
   * @param line the command without its line end
   * @return true when the command has been answered here
   */
  default boolean answered(String line, SinkDialogue dialogue) throws IOException {
    return false;
  }

  /** The words after EHLO, as the server would list them. */
  default String[] keywords() {
    return new String[] {
      "PIPELINING", "SIZE 104857600", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES"
    };
  }

  /** The answer to a whole message; a mail answered with 2xx is handed on. */
  default String taken(SinkMail mail, SinkDialogue dialogue) throws IOException {
    return "250 2.0.0 message received";
  }
}
