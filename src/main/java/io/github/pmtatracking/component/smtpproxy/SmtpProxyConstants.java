package io.github.pmtatracking.component.smtpproxy;

import io.github.pmtatracking.component.smtpproxy.api.Envelope;
import io.github.pmtatracking.component.smtpproxy.api.MessageRoom;
import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import org.apache.camel.spi.Metadata;

/** The names of the headers and exchange properties of the component. */
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
      description = "The user that the client authenticated as",
      javaType = "String")
  public static final String USER = "CamelSmtpUser";

  @Metadata(label = "consumer", description = "The client's address", javaType = "String")
  public static final String CLIENT_ADDRESS = "CamelSmtpClientAddress";

  @Metadata(label = "consumer", description = "The id of the client's session", javaType = "String")
  public static final String SESSION_ID = "CamelSmtpSessionId";

  /**
   * Exchange property: the {@link SmtpReply} to the client. The producer sets it to upstream's
   * reply.
   */
  public static final String REPLY = "CamelSmtpReply";

  /** Exchange property: the {@link Envelope} of the message. */
  public static final String ENVELOPE = "CamelSmtpEnvelope";

  /** Exchange property: the {@link MessageRoom} of the message. */
  public static final String ROOM = "CamelSmtpRoom";

  /** Exchange property: the message that the producer sends upstream. */
  static final String PENDING_MESSAGE = "CamelSmtpPendingMessage";

  private SmtpProxyConstants() {}
}
