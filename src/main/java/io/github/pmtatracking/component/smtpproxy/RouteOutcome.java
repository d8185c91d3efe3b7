package io.github.pmtatracking.component.smtpproxy;

import io.github.pmtatracking.component.smtpproxy.api.SmtpRefusal;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * The reply to a client after the route has handled its message. It is never 2xx unless upstream or
 * the route said so. If a step fails after upstream's reply, the client still gets upstream's
 * reply: upstream has the message, and a client that got 4xx would send it again.
 *
 * @param reply the reply to the client
 * @param kind the reason for this reply
 * @param failure the exception of the route; null if there was none
 */
record RouteOutcome(SmtpReply reply, Kind kind, @Nullable Exception failure) {
  /** The reply when the route failed. */
  static final SmtpReply FAILED =
      SmtpReply.of(451, "4.3.0 Message could not be handled, try again later");

  /** The reason for a reply. */
  enum Kind {
    /** The route, or upstream, gave the reply. */
    REPLIED,
    /** The route refused the message with an {@link SmtpRefusal}. */
    REFUSED,
    /** The route failed before upstream replied to the message. */
    FAILED,
    /** The route failed after upstream had replied to the message. */
    FAILED_AFTER_REPLY,
    /** The route ended without a reply, or was rolled back before upstream replied. */
    NO_REPLY
  }

  /**
   * The outcome of a route.
   *
   * @param exchange after the route
   * @param upstreamReply upstream's reply to the message; null if the message was not sent upstream
   */
  static RouteOutcome of(Exchange exchange, @Nullable SmtpReply upstreamReply) {
    Exception failure = exchange.getException();
    if (failure != null) {
      return failed(failure, upstreamReply);
    }
    SmtpReply reply = exchange.getProperty(SmtpProxyConstants.REPLY, SmtpReply.class);
    if (reply == null && exchange.getMessage().getBody() instanceof SmtpReply last) {
      reply = last;
    }
    if (reply == null) {
      reply = upstreamReply;
    }
    if (reply == null || exchange.isRollbackOnly() && upstreamReply == null) {
      return new RouteOutcome(FAILED, Kind.NO_REPLY, null);
    }
    return new RouteOutcome(reply, Kind.REPLIED, null);
  }

  private static RouteOutcome failed(Exception failure, @Nullable SmtpReply upstreamReply) {
    if (upstreamReply != null) {
      return new RouteOutcome(upstreamReply, Kind.FAILED_AFTER_REPLY, failure);
    }
    SmtpRefusal refusal = ObjectHelper.getException(SmtpRefusal.class, failure);
    return refusal == null
        ? new RouteOutcome(FAILED, Kind.FAILED, failure)
        : new RouteOutcome(refusal.reply(), Kind.REFUSED, failure);
  }
}
