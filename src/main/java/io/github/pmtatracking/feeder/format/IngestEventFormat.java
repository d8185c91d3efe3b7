package io.github.pmtatracking.feeder.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.json.JsonWriter;
import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One event as a line of NDJSON for the ingest API (docs/formats.md, "Event line"). */
public final class IngestEventFormat {
  private static final ObjectMapper JSON = new ObjectMapper();

  private IngestEventFormat() {}

  /**
   * Appends the line and a line feed.
   *
   * @param id the event's id, decimal, 0..2^63-1
   */
  public static void write(
      TrackingEvent event, String id, MessageAttributes message, JsonWriter out) {
    TrackingLink link = event.link();
    boolean unsubscribe = link.unsubscribe() && link.action().isClick();
    if (unsubscribe) {
      out.raw("{\"msys\":{\"unsubscribe_event\":{\"type\":\"link");
    } else {
      out.raw("{\"msys\":{\"track_event\":{\"type\":\"").raw(link.action().eventType());
    }
    // the API's own schema calls recv_method required for an unsubscribe_event
    out.raw(unsubscribe ? "\",\"recv_method\":\"esmtp" : "");
    out.raw("\",\"delv_method\":\"esmtp\",\"event_id\":\"").raw(id);
    out.raw("\",\"ip_address\":").string(event.ipAddress());
    out.raw(",\"message_id\":").string(link.messageId());
    String recipient = message.recipient();
    out.raw(",\"rcpt_to\":");
    out.string(recipient == null || recipient.isEmpty() ? link.recipient() : recipient);
    out.raw(",\"timestamp\":\"").raw(Long.toString(event.timestamp()));
    out.raw("\",\"target_link_url\":").string(link.targetUrl());
    optional(",\"target_link_name\":", link.linkName(), out);
    out.raw(",\"user_agent\":").string(event.userAgent());
    int subaccount = message.subaccountId();
    if (subaccount != MessageAttributes.NO_SUBACCOUNT) {
      out.raw(",\"subaccount_id\":").raw(Integer.toString(subaccount));
    }
    optional(",\"msg_from\":", message.sender(), out);
    optional(",\"campaign_id\":", message.job(), out);
    optional(",\"sending_ip\":", message.sourceIp(), out);
    optional(",\"ip_pool\":", message.pool(), out);
    out.raw("}}}\n");
  }

  private static void optional(String name, @Nullable String value, JsonWriter out) {
    if (value != null && !value.isEmpty()) {
      out.raw(name).string(value);
    }
  }

  /**
   * The events of gzipped lines that {@link #write} made, each with its id.
   *
   * @throws IOException when the lines are not in this format
   */
  public static List<TrackingEvent> read(byte[] gzippedLines) throws IOException {
    List<TrackingEvent> events = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(gzippedLines)), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        events.add(event(JSON.readTree(line).path("msys")));
      }
    }
    return events;
  }

  private static TrackingEvent event(JsonNode msys) throws IOException {
    boolean unsubscribe = msys.has("unsubscribe_event");
    JsonNode event = msys.path(unsubscribe ? "unsubscribe_event" : "track_event");
    JsonNode name = event.path("target_link_name");
    return new TrackingEvent(
        event.path("event_id").asText(),
        new TrackingLink(
            action(unsubscribe ? "click" : event.path("type").asText()),
            event.path("target_link_url").asText(),
            event.path("message_id").asText(),
            event.path("rcpt_to").asText(),
            name.isTextual() ? name.asText() : null,
            unsubscribe),
        event.path("timestamp").asLong(),
        event.path("user_agent").asText(),
        event.path("ip_address").asText());
  }

  private static Action action(String type) throws IOException {
    for (Action action : Action.values()) {
      if (action.eventType().equals(type)) {
        return action;
      }
    }
    throw new IOException("unknown event type: " + type);
  }
}
