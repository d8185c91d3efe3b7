package io.github.pmtatracking.component.smtpproxy.upstream;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Upstream is unavailable, closed the connection, was too slow or sent no SMTP reply. The
 * connection is closed.
 */
public final class UpstreamException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient SmtpReply reply;

  /**
   * @param reply the reply to the client, always 4xx: the fault is not in the client's mail
   */
  public UpstreamException(SmtpReply reply, @Nullable Throwable cause) {
    super(reply.toString(), cause);
    this.reply = reply;
  }

  static UpstreamException unreachable(String address, Throwable cause) {
    return new UpstreamException(
        SmtpReply.of(421, "4.4.1 Upstream server unavailable"),
        new IOException(
            "upstream " + address + " cannot be reached: " + cause.getMessage(), cause));
  }

  /**
   * The connection was closed or broken.
   *
   * @param when such as {@code while waiting for a reply}
   */
  public static UpstreamException lost(String when, Throwable cause) {
    return new UpstreamException(
        SmtpReply.of(421, "4.4.2 Connection to upstream server lost " + when), cause);
  }

  /** The reply to the client. */
  public SmtpReply reply() {
    return reply;
  }
}
