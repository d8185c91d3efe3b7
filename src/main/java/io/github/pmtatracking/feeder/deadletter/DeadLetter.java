package io.github.pmtatracking.feeder.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.github.pmtatracking.event.BadEntryException;
import io.github.pmtatracking.event.QueueEntry;
import io.github.pmtatracking.json.JsonWriter;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/**
 * A queue entry that the ingest API cannot accept, and the reason. In Redis it is a JSON object
 * with the fields id, time (ISO 8601), reason, detail and entry, or entry64 (base64) when the entry
 * is no UTF-8.
 *
 * @param id the event's id, or a derived one when it has none; the name of the dead letter
 * @param time when it became a dead letter
 * @param reason one word: {@link #UNREADABLE}, {@link #INVALID}, {@link #EXPIRED}, {@link #FUTURE},
 *     {@link #REFUSED}, {@link #REJECTED}
 * @param detail more about the reason, one line
 * @param entry the unchanged bytes of the queue
 */
public record DeadLetter(String id, Instant time, String reason, String detail, byte[] entry) {
  /** The entry is not an event. */
  public static final String UNREADABLE = "unreadable";

  /** The event breaks one of the {@link io.github.pmtatracking.event.EventLimits}. */
  public static final String INVALID = "invalid";

  /** The event is older than the API accepts. */
  public static final String EXPIRED = "expired";

  /** The event's timestamp lies in the future. */
  public static final String FUTURE = "future";

  /** The API accepted the batch, and later rejected the event or the batch. */
  public static final String REJECTED = "rejected";

  /** The API refused this very event. */
  public static final String REFUSED = "refused";

  /** An entry may be as long as Redis allows, 512 MB; the default of Jackson is 20 MB. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /**
   * The entry for the queue. An entry without an id gets that of the dead letter: the event may
   * have two dead letters, or the API may know it by that id, and it must not become two events.
   */
  byte[] replayEntry() {
    return QueueEntry.withId(entry, id);
  }

  byte[] toJson() {
    String text = new String(entry, UTF_8);
    try (JsonWriter out = new JsonWriter(entry.length * 2 + 256)) {
      out.raw("{\"id\":").string(id).raw(",\"time\":").string(time.toString());
      out.raw(",\"reason\":").string(reason).raw(",\"detail\":").string(detail);
      if (Arrays.equals(text.getBytes(UTF_8), entry)) {
        out.raw(",\"entry\":").string(text);
      } else {
        out.raw(",\"entry64\":").string(Base64.getEncoder().encodeToString(entry));
      }
      return out.raw("}").toByteArray();
    }
  }

  static DeadLetter ofJson(byte[] json) throws BadEntryException {
    String id = "";
    Instant time = Instant.EPOCH;
    String reason = "";
    String detail = "";
    byte[] entry = new byte[0];
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new BadEntryException("the dead letter is not a JSON object");
      }
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        String value = parser.nextTextValue();
        if (value == null) {
          parser.skipChildren();
          continue;
        }
        switch (field) {
          case "id" -> id = value;
          case "time" -> time = Instant.parse(value);
          case "reason" -> reason = value;
          case "detail" -> detail = value;
          case "entry" -> entry = value.getBytes(UTF_8);
          case "entry64" -> entry = Base64.getDecoder().decode(value);
          default -> {
            // a field of a later version
          }
        }
      }
      return new DeadLetter(id, time, reason, detail, entry);
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      throw new BadEntryException("the dead letter cannot be read");
    }
  }
}
