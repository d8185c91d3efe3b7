package io.github.pmtatracking.component.smtpproxy.server;

import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The Received: field (RFC 5321, 4.4). */
public final class ReceivedField {
  /** Maximum size of the field, unless a client's name has kilobytes. */
  static final int MAX_BYTES = 1_024;

  private ReceivedField() {}

  /** The whole field with its line end. */
  public static byte[] of(ClientSession session, ZonedDateTime now) {
    String hello = session.hello();
    String[] words = hello == null ? new String[] {"HELO", "unknown"} : hello.split(" +", 3);
    String protocol =
        words[0].equalsIgnoreCase("HELO")
            ? "SMTP"
            : "ESMTP"
                + (session.socket().isTls() ? "S" : "")
                + (session.isAuthenticated() ? "A" : "");
    String field =
        "Received: from "
            + words[1].replaceAll("[^A-Za-z0-9.:\\[\\]_-]", "?")
            + " ("
            + literal(session.client().getHostAddress())
            + ")\r\n\tby "
            + session.settings().hostName()
            + " with "
            + protocol
            + " id "
            + session.id()
            + ";\r\n\t"
            + DateTimeFormatter.RFC_1123_DATE_TIME.format(now)
            + "\r\n";
    return field.getBytes(StandardCharsets.US_ASCII);
  }

  /** RFC 5321, 4.1.3. */
  private static String literal(String address) {
    return address.indexOf(':') < 0 ? "[" + address + "]" : "[IPv6:" + address + "]";
  }
}
