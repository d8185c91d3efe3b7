package io.github.pmtatracking.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class IngestResponseTest {
  private static final LogText TEXT = new LogText("secret-key");

  @Test
  void whatStandsBeforeTheEndOfACutAnswerCounts() {
    assertEquals("b", answer("{\"results\":{\"id\":\"b\"},\"more\":[1,2,").batchId());
    assertEquals(
        "{\"message\":\"no\"}",
        answer("{\"x\":{\"y\":[]},\"errors\":[{\"message\":\"no\"},{\"mess").error());
    assertNull(answer("{\"results\":{\"id\":\"b").batchId());
  }

  @Test
  void whatIsNotTheApisJsonSaysNothing() {
    for (String body :
        new String[] {
          null,
          "",
          "<html>",
          "[]",
          "17",
          "{\"results\":7,\"errors\":{}}",
          "{\"errors\":[]}",
          "{\"results\":{\"id\":7}}",
          "[".repeat(60_000)
        }) {
      IngestResponse answer = IngestResponse.of(200, null, body, TEXT);
      assertNull(answer.batchId(), body);
      assertNull(answer.error(), body);
    }
  }

  @Test
  void textOfTheApiIsFitForALogAndHoldsNoKey() {
    IngestResponse answer =
        IngestResponse.of(
            500,
            "\u001b[31mOops\u0007 key=secret-key",
            "{\"errors\":[{\"message\":\"\u009b \u202e secret-key\"}]}",
            TEXT);

    assertEquals("500 \\u001b[31mOops\\u0007 key=***", answer.text());
    assertEquals("{\"message\":\"\\u009b \\u202e ***\"}", answer.error());
  }

  private static IngestResponse answer(String body) {
    return IngestResponse.of(200, "OK", body, TEXT);
  }
}
