package io.github.pmtatracking.component.smtpproxy.api;

import java.util.List;
import java.util.Map;

/**
 * A message, or one copy of it, that was sent upstream, and upstream's reply.
 *
 * @param session the id of the client's session; empty when a route sent the message by itself
 * @param client the client's address; empty when a route sent the message by itself
 * @param sender the reverse-path
 * @param recipients the recipients of this copy
 * @param bytesIn size of the message as it came from the client, or from the route
 * @param bytesOut size of the message as it was sent upstream, without stuffed dots and the final
 *     dot
 * @param reply upstream's reply to the message, or the reply that refused it
 * @param milliseconds from the end of the client's DATA to the reply
 * @param details see {@link MessageContent#details}
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
