package io.github.pmtatracking.feeder.route;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.feeder.deadletter.DeadLetter;
import io.github.pmtatracking.process.FlowProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is checked of each event before it is posted, and what an odd record does to its event. */
class FeederChecksIT extends FeederHarness {
  @Test
  void anEventThatBreaksALimitOfTheApiIsSetAsideAloneAndNeverPosted() throws Exception {
    FlowProcess process = feeder();
    String good = entry("1", "m1");
    push(
        good,
        entry("2", "m2").replace("a@example.com", "a".repeat(321)),
        entry("3", "m3").replace("http://example.com/x", "http://example.com/" + "x".repeat(4_096)),
        entry("4", "m".repeat(513)),
        entry("5", "m\\u0007"),
        entry("6", "m6").replace("\"rcpt\"", "\"t_name\":\"" + "n".repeat(64) + "\",\"rcpt\""),
        entry("7", "m7").replace("12.34.56.78", "1".repeat(65)),
        entry("8", "m8").replace("Mozilla/5.0", "u".repeat(5_000)),
        originalEntry("m".repeat(600)));

    await().until(this::queueIsDone);

    assertEquals(Set.of("1", "8"), Set.copyOf(api.ids()));
    assertEquals(1, api.requests(), "bad events are found without the API");
    assertEquals(1_000, event("8").path("user_agent").asText().length());
    Map<String, String> reasons =
        dead().stream().collect(Collectors.toMap(DeadLetter::id, DeadLetter::reason));
    assertEquals(7, reasons.size());
    assertEquals(Set.of(DeadLetter.INVALID), Set.copyOf(reasons.values()));
    assertTrue(reasons.keySet().containsAll(Set.of("2", "3", "4", "5", "6", "7")));
    assertEquals(7, counters(process).invalid());
    assertEquals(7, counters(process).deadLetters());
  }

  @Test
  void anEntryOfTwentyMegabytesIsSetAsideWholeAndCanBeListed() throws Exception {
    feeder();
    String huge = entry("2", "m2").replace("Mozilla/5.0", "u".repeat(20_000_000));
    push(entry("1", "m1"), huge, entry("3", "m3"));

    await().until(() -> api.ids().size() == 2);
    await().until(this::queueIsDone);

    assertEquals(Set.of("1", "3"), Set.copyOf(api.ids()));
    List<DeadLetter> dead = dead();
    assertEquals(1, dead.size());
    assertEquals(DeadLetter.INVALID, dead.get(0).reason());
    assertTrue(dead.get(0).detail().contains("262144"), dead.get(0).detail());
    assertEquals(huge.length(), dead.get(0).entry().length);
  }

  @Test
  void anOddRecordNeverCostsItsEvent() throws Exception {
    Map<String, String> records = new HashMap<>();
    records.put("m1", "{\"header_x-sp-subaccount-id\":7,\"rcpt\":\"real@example.com\"}");
    records.put("m2", "{\"rcpt\":[\"x\"],\"jobId\":\"j2\"}");
    records.put("m3", "no JSON");
    records.put("m4", "{\"header_x-sp-subaccount-id\":\"abc\",\"jobId\":\"j4\"}");
    records.put("m5", "{\"header_x-sp-subaccount-id\":\"-3\"}");
    records.put("m6", "{\"header_x-sp-subaccount-id\":\"5\"}");
    for (Map.Entry<String, String> record : records.entrySet()) {
      redis.queue().get().set(bytes("msgID_" + record.getKey()), bytes(record.getValue())).get();
    }
    FlowProcess process = feeder();

    push(entries(1, 7));

    await().until(this::queueIsDone);
    assertEquals(ids(1, 7), Set.copyOf(api.ids()));
    assertEquals(0, deadLetters().size());
    assertEquals(7, event("1").path("subaccount_id").asInt());
    assertEquals("real@example.com", event("1").path("rcpt_to").asText());
    assertEquals("a@example.com", event("2").path("rcpt_to").asText());
    assertEquals("j2", event("2").path("campaign_id").asText());
    assertEquals(0, event("3").path("subaccount_id").asInt(-1));
    assertFalse(event("4").has("subaccount_id"));
    assertEquals("j4", event("4").path("campaign_id").asText());
    assertFalse(event("5").has("subaccount_id"));
    assertEquals(5, event("6").path("subaccount_id").asInt());
    assertEquals(3, counters(process).unusableAttributes());
    assertEquals(2, counters(process).unusableSubaccounts());
    assertEquals(0, counters(process).withoutAttributes());
  }

  private JsonNode event(String id) throws Exception {
    for (String line : api.lines()) {
      JsonNode event = new ObjectMapper().readTree(line).path("msys").path("track_event");
      if (event.path("event_id").asText().equals(id)) {
        return event;
      }
    }
    throw new AssertionError("no event " + id);
  }
}
