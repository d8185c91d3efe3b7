package io.github.pmtatracking.feeder.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.event.TrackingEvent;
import io.github.pmtatracking.feeder.upload.GzipBuffer;
import io.github.pmtatracking.json.JsonWriter;
import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import org.junit.jupiter.api.Test;

class IngestEventFormatTest {
  @Test
  void columnsThatThePipeCarriesBecomeFieldsAndOthersAreLeftOut() throws Exception {
    JsonNode event =
        write(
                click(false),
                "{\"rcpt\":\"r@example.com\",\"orig\":\"bounce@example.com\",\"jobId\":\"job"
                    + " 1\",\"dlvSourceIp\":\"192.0.2.1\"}")
            .path("track_event");

    assertEquals("bounce@example.com", event.path("msg_from").asText());
    assertEquals("job 1", event.path("campaign_id").asText());
    assertEquals("192.0.2.1", event.path("sending_ip").asText());
    assertFalse(event.has("ip_pool"));
    assertFalse(event.has("geo_ip"));
    assertEquals(0, event.path("subaccount_id").asInt(-1));
  }

  @Test
  void aSubaccountThatIsEmptyIsTheMasterAccount() throws Exception {
    for (String subaccount : new String[] {"", " "}) {
      JsonNode msys = write(click(false), "{\"header_x-sp-subaccount-id\":\"" + subaccount + "\"}");
      assertEquals(0, msys.path("track_event").path("subaccount_id").asInt(-1), subaccount);
    }
  }

  @Test
  void aSubaccountThatIsNoNumberIsLeftOutAndNeverBecomesTheMasterAccount() throws Exception {
    for (String subaccount :
        new String[] {"abc", "-3", "99999999999", "2147483648", "1.5", "0x1", "\u0663", "3 4"}) {
      JsonNode event =
          write(click(false), "{\"header_x-sp-subaccount-id\":\"" + subaccount + "\"}")
              .path("track_event");
      assertFalse(event.has("subaccount_id"), subaccount + ": " + event);
      assertEquals("m1", event.path("message_id").asText());
    }
  }

  @Test
  void theLinksRecipientServesWhenTheRecordHasNone() throws Exception {
    assertEquals(
        "link@example.com", write(click(false), "{}").path("track_event").path("rcpt_to").asText());
  }

  @Test
  void anUnsubscribeLinkGivesAnUnsubscribeEvent() throws Exception {
    JsonNode msys = write(click(true), "{}");

    assertFalse(msys.has("track_event"));
    assertEquals("link", msys.path("unsubscribe_event").path("type").asText());
    assertEquals("esmtp", msys.path("unsubscribe_event").path("recv_method").asText());
    assertEquals("esmtp", msys.path("unsubscribe_event").path("delv_method").asText());
    assertEquals("the link", msys.path("unsubscribe_event").path("target_link_name").asText());
  }

  @Test
  void anEventThatIsReadFromALineMakesTheSameLineAgain() throws Exception {
    for (boolean unsubscribe : new boolean[] {false, true}) {
      JsonWriter out = new JsonWriter(512);
      IngestEventFormat.write(click(unsubscribe), "42", MessageAttributes.NONE, out);
      byte[] line = out.toByteArray();
      GzipBuffer posted = new GzipBuffer(6);
      posted.write(line, 0, line.length);

      TrackingEvent again = IngestEventFormat.read(posted.finish()).get(0);

      assertEquals("42", again.id());
      JsonWriter second = new JsonWriter(512);
      IngestEventFormat.write(again, "42", MessageAttributes.NONE, second);
      assertEquals(new String(line, UTF_8), new String(second.toByteArray(), UTF_8));
    }
  }

  private static TrackingEvent click(boolean unsubscribe) {
    return new TrackingEvent(
        null,
        new TrackingLink(
            Action.CLICK,
            "http://example.com/ü?a=1&b=2",
            "m1",
            "link@example.com",
            "the link",
            unsubscribe),
        1_587_600_000L,
        "Mozilla/5.0 \"x\"",
        "192.0.2.9");
  }

  private static JsonNode write(TrackingEvent event, String attributes) throws Exception {
    JsonWriter out = new JsonWriter(512);
    IngestEventFormat.write(event, "1", MessageAttributes.parse(attributes.getBytes(UTF_8)), out);
    return new ObjectMapper().readTree(out.toByteArray()).path("msys");
  }
}
