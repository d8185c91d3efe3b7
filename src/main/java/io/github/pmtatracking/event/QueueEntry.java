package io.github.pmtatracking.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.pmtatracking.json.JsonWriter;
import io.github.pmtatracking.link.BadLinkException;
import io.github.pmtatracking.link.LinkJson;
import io.github.pmtatracking.link.TrackingLink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The format of an event in {@code trk_queue} (docs/formats.md, "Queue entry"): one JSON object in
 * UTF-8, with the original's fields and our {@code id}, which the original ignores. Thread-safe.
 */
public final class QueueEntry {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();
  private static final LinkJson LINK = new LinkJson();

  private QueueEntry() {}

  /** The entry of an event. */
  public static byte[] write(TrackingEvent event) {
    try (JsonWriter out = new JsonWriter(512)) {
      out.raw("{\"WD\":");
      LinkJson.write(event.link(), out);
      out.raw(",\"ts\":\"").raw(Long.toString(event.timestamp())).raw("\",\"ua\":");
      out.string(event.userAgent()).raw(",\"ip\":").string(event.ipAddress());
      String id = event.id();
      if (id != null) {
        out.raw(",\"id\":").string(id);
      }
      return out.raw("}").toByteArray();
    }
  }

  /**
   * The event of an entry, ours or the original's. An invalid {@code id} (not decimal, or larger
   * than 2^63-1) counts as missing, since the ingest API would refuse it.
   *
   * @throws BadEntryException if it is not a JSON object, a field is not text, the link's action is
   *     missing or unknown, or {@code ts} is not decimal
   */
  public static TrackingEvent read(byte[] entry) throws BadEntryException {
    try (JsonParser parser = JSON.createParser(new String(entry, StandardCharsets.UTF_8))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new BadEntryException("the entry is not a JSON object");
      }
      Fields fields = new Fields();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        fields.read(parser, name);
      }
      if (parser.nextToken() != null) {
        throw new BadEntryException("the entry is more than one JSON object");
      }
      return fields.event();
    } catch (BadLinkException badLink) {
      throw new BadEntryException("WD: " + badLink.reason());
    } catch (IOException notJson) {
      throw new BadEntryException("the entry is not a JSON object");
    }
  }

  /**
   * The entry with this id. An entry that has an id already, or is not an event, stays unchanged;
   * all other fields stay unchanged too.
   *
   * @param id decimal, 0..2^63-1; otherwise the entry stays unchanged
   */
  public static byte[] withId(byte[] entry, String id) {
    try {
      if (Fields.decimal(id) < 0 || read(entry).id() != null) {
        return entry;
      }
    } catch (BadEntryException noEvent) {
      return entry;
    }
    int end = entry.length - 1;
    while (entry[end] != '}') {
      end--;
    }
    byte[] field = (",\"id\":\"" + id + "\"").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(entry.length + field.length)
        .put(entry, 0, end)
        .put(field)
        .put(entry, end, entry.length - end)
        .array();
  }

  private static final class Fields {
    private @Nullable TrackingLink link;
    private @Nullable String timestamp;
    private @Nullable String userAgent;
    private @Nullable String ipAddress;
    private @Nullable String id;

    void read(JsonParser parser, String name)
        throws BadEntryException, BadLinkException, IOException {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "wd" -> {
          if (parser.currentToken() == JsonToken.START_OBJECT) {
            link = LINK.read(parser);
          } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
            throw new BadEntryException("WD is not a JSON object");
          }
        }
        case "ts" -> timestamp = text(parser, name, timestamp);
        case "ua" -> userAgent = text(parser, name, userAgent);
        case "ip" -> ipAddress = text(parser, name, ipAddress);
        case "id" -> {
          id = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
          parser.skipChildren();
        }
        default -> parser.skipChildren();
      }
    }

    private static @Nullable String text(JsonParser parser, String name, @Nullable String before)
        throws BadEntryException, IOException {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        return parser.getText();
      }
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return before;
      }
      throw new BadEntryException(name + " is not text");
    }

    TrackingEvent event() throws BadEntryException {
      if (link == null) {
        throw new BadEntryException("WD is missing");
      }
      if (timestamp == null || decimal(timestamp) < 0) {
        throw new BadEntryException("ts is not a Unix time in seconds");
      }
      return new TrackingEvent(
          id == null || decimal(id) < 0 ? null : id,
          link,
          decimal(timestamp),
          userAgent == null ? "" : userAgent,
          ipAddress == null ? "" : ipAddress);
    }

    /** The value of ASCII digits; -1 for other text and above 2^63-1. */
    private static long decimal(String text) {
      if (text.isEmpty()) {
        return -1;
      }
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) < '0' || text.charAt(i) > '9') {
          return -1;
        }
      }
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException tooLarge) {
        return -1;
      }
    }
  }
}
