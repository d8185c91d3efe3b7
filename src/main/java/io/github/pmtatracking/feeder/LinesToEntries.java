package io.github.pmtatracking.feeder;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.event.QueueEntry;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Makes queue entries, with their ids, of lines that were posted once. */
final class LinesToEntries {
  private static final ObjectMapper JSON = new ObjectMapper();

  private LinesToEntries() {}

  /** Throws {@link IOException} when the lines are not what we posted. */
  static List<byte[]> read(byte[] gzippedLines) throws IOException {
    List<byte[]> entries = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(gzippedLines)), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        entries.add(QueueEntry.write(event(JSON.readTree(line).path("msys"))));
      }
    }
    return entries;
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
    throw new IOException("no event type of ours: " + type);
  }
}
