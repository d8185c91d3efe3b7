package io.github.pmtatracking.component.smtpproxy.api;

import java.util.List;
import java.util.Map;

/**
 * A message, or one copy of it, that was handed to upstream, and what upstream said.
 *
 * @param session the id of the client's session
 * @param client the client's address; empty when a route sent the message by itself
 * @param sender the reverse-path
 * @param recipients whom this copy was for
 * @param bytesIn size of the message as it came from the client, or from the route
 * @param bytesOut size of the message as it was sent upstream, stuffed dots and the final one not
 *     counted
 * @param reply upstream's last word
 * @param milliseconds from the end of the client's DATA to the reply
 * @param details see {@link MessageCopy#details}
 */
public record DeliveryReport(
    String session,
    String client,
    String sender,
    List<String> recipients,
    long bytesIn,
    long bytesOut,
    SmtpReply reply,
    long milliseconds,
    Map<String, String> details) {}
