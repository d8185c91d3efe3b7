package io.github.pmtatracking.component.smtpproxy.upstream;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Upstream could not be reached, went away, was too slow or spoke nonsense: it is closed now. */
public final class UpstreamException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient SmtpReply reply;

  /**
   * @param reply what to tell the client, always a 4xx: nothing is known to be wrong with its mail
   */
  public UpstreamException(SmtpReply reply, @Nullable Throwable cause) {
    super(reply.toString(), cause);
    this.reply = reply;
  }

  static UpstreamException unreachable(String address, Throwable cause) {
    return new UpstreamException(
        SmtpReply.of(421, "4.4.1 upstream cannot be reached"),
        new IOException(
            "upstream " + address + " cannot be reached: " + cause.getMessage(), cause));
  }

  public static UpstreamException lost(String when, Throwable cause) {
    return new UpstreamException(
        SmtpReply.of(421, "4.4.2 connection to upstream lost " + when), cause);
  }

  public SmtpReply reply() {
    return reply;
  }
}
