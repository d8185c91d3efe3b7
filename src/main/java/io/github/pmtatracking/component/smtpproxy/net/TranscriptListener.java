package io.github.pmtatracking.component.smtpproxy.net;

/**
 * Receives the lines of a session with a client, for the option {@code downstreamDebug}. An
 * implementation must not keep the lines of an AUTH exchange.
 */
public interface TranscriptListener {

  /** Written in place of credentials. */
  String REDACTED = "##REDACTED##";

  /** Keeps nothing. */
  TranscriptListener NONE =
      new TranscriptListener() {
        @Override
        public void line(String line, boolean command) {}

        @Override
        public void data(byte[] bytes, int offset, int end) {}

        @Override
        public void reply(String text) {}
      };

  /**
   * A line from the client, without its end.
   *
   * @param command false inside an AUTH exchange
   */
  void line(String line, boolean command);

  /** Bytes of DATA as the client sent them. */
  void data(byte[] bytes, int offset, int end);

  /** Text that is sent to the client, with line ends. */
  void reply(String text);
}
