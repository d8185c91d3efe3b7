package io.github.pmtatracking.component.smtpproxy.net;

/**
 * Hears the conversation with a client, for {@code downstreamDebug}. What belongs to an AUTH
 * exchange must not be kept.
 */
public interface TranscriptListener {

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

  /** A piece of DATA as it came. */
  void data(byte[] bytes, int offset, int end);

  /** What is sent to the client, line ends included. */
  void reply(String text);
}
