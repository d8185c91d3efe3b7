package io.github.pmtatracking.component.smtpproxy.upstream;

/**
 * The source of a message, for the message log.
 *
 * @param session the id of the client's session; empty when a route sends the message by itself
 * @param client the client's address; empty when a route sends the message by itself
 * @param sender the reverse-path
 * @param bytesIn size of the message as the client sent it; {@link #AS_SENT} for the size that is
 *     sent upstream
 */
public record MessageOrigin(String session, String client, String sender, long bytesIn) {
  private static final long AS_SENT = -1;

  /** A message that a route sends without a client's session. */
  public static MessageOrigin ofRoute(String sender) {
    return new MessageOrigin("", "", sender, AS_SENT);
  }

  /** The size of the message before the route. */
  long bytesIn(long sent) {
    return bytesIn == AS_SENT ? sent : bytesIn;
  }
}
