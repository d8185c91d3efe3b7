package io.github.pmtatracking.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.feeder.FeederCounters;
import org.junit.jupiter.api.Test;

/** What becomes of uploads that wait for their verdict. */
class FeederVerdictsIT extends FeederRig {
  @Test
  void anUploadWhoseVerdictCannotBeHadIsGivenUpInTheEnd() throws Exception {
    api.answerVerdicts(500);
    FlowProcess process = feeder("feeder.verdict.delay", "100ms", "feeder.verdict.max-age", "1s");
    FeederCounters counters = counters(process);

    push(entries(0, 5));
    await().until(() -> exists("{trk_queue}:verdicts") && exists("{trk_queue}:kept"));

    await().until(() -> !exists("{trk_queue}:verdicts"));
    assertTrue(!exists("{trk_queue}:kept"));
    assertEquals(
        "0", new String(redis.queue().get().get(bytes("{trk_queue}:kept-bytes")).get(), UTF_8));
    await().until(() -> counters.verdictsGivenUp.sum() == 1);
    assertEquals(5, api.lines().size(), "and not sent again");
  }

  @Test
  void anEndpointThatIsWellAgainInTimeStillGivesTheVerdict() throws Exception {
    api.answerVerdicts(500);
    FlowProcess process = feeder("feeder.verdict.delay", "100ms");
    FeederCounters counters = counters(process);
    push(entries(0, 5));
    await().until(() -> exists("{trk_queue}:verdicts"));

    api.answerVerdicts(200);

    await().until(() -> counters.verdictsSucceeded.sum() == 5);
    await().until(() -> !exists("{trk_queue}:verdicts"));
    assertEquals(0, counters.verdictsGivenUp.sum());
  }

  @Test
  void givingUpBeforeAskingIsRefused() {
    StartFailedException e =
        assertThrows(
            StartFailedException.class,
            () -> feeder("feeder.verdict.delay", "2h", "feeder.verdict.max-age", "1h"));

    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("feeder.verdict.max-age = \"1h\""), message);
    assertTrue(message.contains("feeder.verdict.delay = \"2h\""), message);
  }

  private boolean exists(String key) throws Exception {
    return redis.queue().get().exists(bytes(key)).get() > 0;
  }
}
