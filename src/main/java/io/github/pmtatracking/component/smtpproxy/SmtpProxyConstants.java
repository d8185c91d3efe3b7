package io.github.pmtatracking.component.smtpproxy;

import io.github.pmtatracking.component.smtpproxy.api.Envelope;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import io.github.pmtatracking.component.smtpproxy.message.MessageRoom;
import org.apache.camel.spi.Metadata;

/** Names of the headers and properties that the component sets and reads. */
public final class SmtpProxyConstants {

  @Metadata(
      label = "consumer,producer",
      description = "The sender's address, empty for the null sender",
      javaType = "String")
  public static final String SENDER = "CamelSmtpSender";

  @Metadata(
      label = "consumer,producer",
      description = "The addresses of the recipients",
      javaType = "java.util.List<String>")
  public static final String RECIPIENTS = "CamelSmtpRecipients";

  @Metadata(
      label = "consumer",
      description = "Whom the client authenticated as",
      javaType = "String")
  public static final String USER = "CamelSmtpUser";

  @Metadata(label = "consumer", description = "The client's address", javaType = "String")
  public static final String CLIENT_ADDRESS = "CamelSmtpClientAddress";

  @Metadata(label = "consumer", description = "The id of the client's session", javaType = "String")
  public static final String SESSION_ID = "CamelSmtpSessionId";

  /**
   * Exchange property: the {@link SmtpReply} to give to the client, whatever else the route did.
   * The producer sets it to upstream's answer.
   */
  public static final String REPLY = "CamelSmtpReply";

  /** Exchange property: the {@link Envelope} of the message. */
  public static final String ENVELOPE = "CamelSmtpEnvelope";

  /** Exchange property: the {@link MessageRoom} of the message. */
  public static final String ROOM = "CamelSmtpRoom";

  /** Exchange property: the transaction that the producer finishes. */
  static final String TRANSACTION = "CamelSmtpTransaction";

  private SmtpProxyConstants() {}
}
