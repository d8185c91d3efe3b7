package io.github.pmtatracking.feeder;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.pmtatracking.event.BadEntryException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the accounting pipe remembered of a message under {@code msgID_*} (FACTS.md 1 and 5): a JSON
 * object, column name to text. A column that the pipe does not carry is null.
 *
 * @param recipient {@code rcpt}
 * @param subaccount {@code header_x-sp-subaccount-id}
 * @param sender {@code orig}
 * @param job {@code jobId}
 * @param sourceIp {@code dlvSourceIp}
 * @param pool {@code vmtaPool}
 */
record MessageAttributes(
    @Nullable String recipient,
    @Nullable String subaccount,
    @Nullable String sender,
    @Nullable String job,
    @Nullable String sourceIp,
    @Nullable String pool) {

  /** Of a message without a record. */
  static final MessageAttributes NONE = new MessageAttributes(null, null, null, null, null, null);

  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  /**
   * Reads a record.
   *
   * @throws BadEntryException when it is no JSON object or a column is not text, as the original
   *     refuses it
   */
  static MessageAttributes parse(byte[] record) throws BadEntryException {
    String recipient = null;
    String subaccount = null;
    String sender = null;
    String job = null;
    String sourceIp = null;
    String pool = null;
    try (JsonParser parser = JSON.createParser(record)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new BadEntryException("the attributes are no JSON object");
      }
      for (String column = parser.nextFieldName();
          column != null;
          column = parser.nextFieldName()) {
        String value = text(parser, column);
        switch (column) {
          case "rcpt" -> recipient = value;
          case "header_x-sp-subaccount-id" -> subaccount = value;
          case "orig" -> sender = value;
          case "jobId" -> job = value;
          case "dlvSourceIp" -> sourceIp = value;
          case "vmtaPool" -> pool = value;
          default -> {
            // a column of the site's own
          }
        }
      }
    } catch (IOException e) {
      throw new BadEntryException("the attributes are no JSON object");
    }
    return new MessageAttributes(recipient, subaccount, sender, job, sourceIp, pool);
  }

  /** The subaccount, 0 (the master account) when there is none or it is no number. */
  int subaccountId() {
    if (subaccount == null || subaccount.isBlank()) {
      return 0;
    }
    try {
      return Integer.parseInt(subaccount.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static @Nullable String text(JsonParser parser, String column)
      throws IOException, BadEntryException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    throw new BadEntryException("the attribute " + column + " is no text");
  }
}
