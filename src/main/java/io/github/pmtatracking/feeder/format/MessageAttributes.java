package io.github.pmtatracking.feeder.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.pmtatracking.event.EventLimits;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a message that acct_etl stored under {@code msgID_*} (docs/formats.md, "Message
 * attributes"): a JSON object, column name to text. A missing or unusable column is null.
 *
 * @param recipient {@code rcpt}
 * @param subaccount {@code header_x-sp-subaccount-id}
 * @param sender {@code orig}
 * @param job {@code jobId}
 * @param sourceIp {@code dlvSourceIp}
 * @param pool {@code vmtaPool}
 * @param fault the unusable part of the record, or null
 */
public record MessageAttributes(
    @Nullable String recipient,
    @Nullable String subaccount,
    @Nullable String sender,
    @Nullable String job,
    @Nullable String sourceIp,
    @Nullable String pool,
    @Nullable String fault) {

  /** For a message without a record. */
  public static final MessageAttributes NONE =
      new MessageAttributes(null, null, null, null, null, null, null);

  /** Most characters of a column that is not an address. */
  static final int MAX_TEXT = 1_000;

  /** The result of {@link #subaccountId} for a value that is not a subaccount. */
  public static final int NO_SUBACCOUNT = -1;

  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  /**
   * Reads a record as far as it is valid: a number counts as text; a value that is nested or too
   * long, and everything after broken JSON, counts as missing.
   */
  public static MessageAttributes parse(byte[] record) {
    Columns columns = new Columns();
    try (JsonParser parser = JSON.createParser(new String(record, UTF_8))) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        for (String column = parser.nextFieldName();
            column != null;
            column = parser.nextFieldName()) {
          columns.read(parser, column);
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
          columns.fault = "the record ends too early";
        }
      } else {
        columns.fault = "the record is not a JSON object";
      }
    } catch (IOException e) {
      columns.fault = "the record is not JSON from some place on";
    }
    return columns.toAttributes();
  }

  /**
   * The subaccount, 0 to 2147483647; 0 (the master account) when the column is missing, {@link
   * #NO_SUBACCOUNT} when its value is not such a number.
   */
  public int subaccountId() {
    if (subaccount == null || subaccount.isBlank()) {
      return 0;
    }
    String digits = subaccount.strip();
    boolean decimal = digits.chars().allMatch(c -> c >= '0' && c <= '9');
    try {
      return decimal ? Integer.parseInt(digits) : NO_SUBACCOUNT;
    } catch (NumberFormatException tooLarge) {
      return NO_SUBACCOUNT;
    }
  }

  /** The columns read so far; of two with the same name the last one counts. */
  private static final class Columns {
    @Nullable String recipient;
    @Nullable String subaccount;
    @Nullable String sender;
    @Nullable String job;
    @Nullable String sourceIp;
    @Nullable String pool;
    @Nullable String fault;

    void read(JsonParser parser, String column) throws IOException {
      switch (column) {
        case "rcpt" -> recipient = text(parser, column, EventLimits.MAX_ADDRESS);
        case "header_x-sp-subaccount-id" -> subaccount = text(parser, column, MAX_TEXT);
        case "orig" -> sender = text(parser, column, EventLimits.MAX_ADDRESS);
        case "jobId" -> job = text(parser, column, MAX_TEXT);
        case "dlvSourceIp" -> sourceIp = text(parser, column, EventLimits.MAX_IP_ADDRESS);
        case "vmtaPool" -> pool = text(parser, column, MAX_TEXT);
        default -> {
          // another column of the site
          parser.nextToken();
          parser.skipChildren();
        }
      }
    }

    private @Nullable String text(JsonParser parser, String column, int max) throws IOException {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.VALUE_NULL) {
        return null;
      }
      if (token == null || !token.isScalarValue()) {
        fault = column + " is not text";
        parser.skipChildren();
        return null;
      }
      String value = parser.getText();
      if (value.length() > max) {
        fault = column + " has " + value.length() + " characters, at most " + max + " are allowed";
        return null;
      }
      if (token != JsonToken.VALUE_STRING) {
        fault = column + " is not text but " + value;
      }
      return value;
    }

    MessageAttributes toAttributes() {
      return new MessageAttributes(recipient, subaccount, sender, job, sourceIp, pool, fault);
    }
  }
}
