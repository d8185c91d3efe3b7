package io.github.pmtatracking.link;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.pmtatracking.json.JsonWriter;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object that a link carries and that a queue entry repeats as {@code WD}
 * (docs/formats.md, "Link JSON"). Reads what Go's decoder reads: names in any case, the last of two
 * equal names, unknown names skipped, {@code null} as not there; a text field that holds something
 * else is refused. {@code t_name} and {@code unsub} are ours; the original skips them. Thread-safe.
 */
public final class LinkJson {
  private final JsonFactory json =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  /** The fields as they were found; {@code null} where one was not. */
  static final class Fields {
    @Nullable String action;
    @Nullable String targetUrl;
    @Nullable String messageId;
    @Nullable String recipient;
    @Nullable String linkName;
    boolean unsubscribe;
    @Nullable String olderTargetUrl;
    @Nullable String olderMessageId;
    @Nullable String oldestMessageId;
    @Nullable String olderRecipient;

    /**
     * The link of the current generation.
     *
     * @throws BadLinkException if the action is missing or unknown
     */
    TrackingLink link() throws BadLinkException {
      if (action == null) {
        throw new BadLinkException("act is missing, wanted c, o or i");
      }
      return new TrackingLink(
          Action.ofCode(action),
          orEmpty(targetUrl),
          orEmpty(messageId),
          orEmpty(recipient),
          linkName,
          unsubscribe);
    }

    /** The link of the older generation, whose action is in the path. */
    TrackingLink olderLink(Action action) {
      String target = action == Action.CLICK ? orEmpty(olderTargetUrl) : "";
      String messageId = olderMessageId == null ? oldestMessageId : olderMessageId;
      return new TrackingLink(
          action, target, orEmpty(messageId), orEmpty(olderRecipient), null, false);
    }

    static String orEmpty(@Nullable String value) {
      return value == null ? "" : value;
    }
  }

  /** Writes the object with its names in the original's order. */
  public static void write(TrackingLink link, JsonWriter out) {
    out.raw("{\"act\":\"").raw(link.action().code()).raw("\",\"t_url\":").string(link.targetUrl());
    out.raw(",\"msg_id\":").string(link.messageId()).raw(",\"rcpt\":").string(link.recipient());
    String linkName = link.linkName();
    if (linkName != null) {
      out.raw(",\"t_name\":").string(linkName);
    }
    if (link.unsubscribe()) {
      out.raw(",\"unsub\":true");
    }
    out.raw("}");
  }

  /**
   * Reads the object at which the parser stands and leaves it at the object's end.
   *
   * @throws BadLinkException if a text field holds something else, or the action is missing or
   *     unknown
   * @throws IOException if it is no JSON
   */
  public TrackingLink read(JsonParser parser) throws BadLinkException, IOException {
    Fields fields = new Fields();
    readObject(parser, fields);
    return fields.link();
  }

  /**
   * Reads a whole document into the fields, which keep what came before an error.
   *
   * @throws BadLinkException if it is no JSON object, or a text field holds something else
   */
  void readDocument(String text, Fields fields) throws BadLinkException {
    try (JsonParser parser = json.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT) {
        readObject(parser, fields);
      } else if (first != JsonToken.VALUE_NULL) {
        throw new BadLinkException("the link holds no JSON object");
      }
      if (parser.nextToken() != null) {
        throw new BadLinkException("the link holds more than one JSON object");
      }
    } catch (IOException notJson) {
      throw new BadLinkException("the link holds no JSON object");
    }
  }

  private static void readObject(JsonParser parser, Fields fields)
      throws BadLinkException, IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (!readField(parser, name, fields)
          && !readField(parser, name.toLowerCase(Locale.ROOT), fields)) {
        parser.skipChildren();
      }
    }
  }

  private static boolean readField(JsonParser parser, String name, Fields fields)
      throws BadLinkException, IOException {
    switch (name) {
      case "act" -> fields.action = text(parser, name, fields.action);
      case "t_url" -> fields.targetUrl = text(parser, name, fields.targetUrl);
      case "msg_id" -> fields.messageId = text(parser, name, fields.messageId);
      case "rcpt" -> fields.recipient = text(parser, name, fields.recipient);
      case "t_name" -> fields.linkName = text(parser, name, fields.linkName);
      case "unsub" -> {
        fields.unsubscribe = parser.currentToken() == JsonToken.VALUE_TRUE;
        parser.skipChildren();
      }
      case "target_link_url" -> fields.olderTargetUrl = text(parser, name, fields.olderTargetUrl);
      case "message_id" -> fields.olderMessageId = text(parser, name, fields.olderMessageId);
      case "x_sp_message_id" -> {
        // of any type: earlier versions skipped this field, and their links stay readable
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
          fields.oldestMessageId = parser.getText();
        }
        parser.skipChildren();
      }
      case "rcpt_to" -> fields.olderRecipient = text(parser, name, fields.olderRecipient);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String text(JsonParser parser, String name, @Nullable String before)
      throws BadLinkException, IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    if (token == JsonToken.VALUE_NULL) {
      return before;
    }
    throw new BadLinkException(name + " is no text");
  }
}
