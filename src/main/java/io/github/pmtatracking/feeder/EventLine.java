package io.github.pmtatracking.feeder;

import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.json.JsonWriter;
import io.github.pmtatracking.link.TrackingLink;
import org.jspecify.annotations.Nullable;

/** One event as a line of what is posted to the ingest API (docs/formats.md, "Event line"). */
final class EventLine {
  private EventLine() {}

  /**
   * Appends the line, its end included.
   *
   * @param id the event's id, decimal, 0..2^63-1
   */
  static void write(TrackingEvent event, String id, MessageAttributes message, JsonWriter out) {
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
}
