package io.github.pmtatracking.feeder.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.feeder.TestFeederOptions;
import io.github.pmtatracking.feeder.queue.AttributeLookup;
import io.github.pmtatracking.testing.FreshRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QueueProbeIT {
  @RegisterExtension static final FreshRedis REDIS = new FreshRedis();

  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final QueueProbe queue =
      new QueueProbe(
          REDIS.connections().queue(),
          "q",
          TIMEOUT,
          new AttributeLookup(REDIS.connections().attributes(), TIMEOUT),
          TestFeederOptions.with(),
          () -> NOW);

  @Test
  void anEmptyQueueHasNoProbe() {
    assertNull(queue.take());
  }

  @Test
  void aProbeIsTheNewestEventAndLeavesTheQueueUnderALease() throws Exception {
    push(entry(1, NOW), entry(2, NOW));

    QueueProbe.Probe probe = present(queue.take());

    assertEquals("2", probe.upload().origins().get(0).id());
    assertEquals(List.of(entry(1, NOW)), list("q"));
    assertEquals(List.of(entry(2, NOW)), list("{q}:batch:" + probe.batch()));
    byte[] lease = REDIS.commands().hget(bytes("{q}:leases"), bytes(probe.batch())).get();
    assertTrue(new String(lease, UTF_8).endsWith(" sample"));
  }

  @Test
  void anEventWhoseMessageHasARecordIsPreferred() throws Exception {
    push(entry(1, NOW), entry(2, NOW));
    REDIS.commands().set(bytes("msgID_m1"), bytes("{}")).get();

    QueueProbe.Probe probe = present(queue.take());

    assertEquals("1", probe.upload().origins().get(0).id());
    assertTrue(probe.upload().origins().get(0).hasRecord());
  }

  @Test
  void anAcceptedProbeIsGone() throws Exception {
    push(entry(1, NOW));

    queue.accepted(present(queue.take()));

    assertEquals(0, REDIS.commands().exists(bytes("q"), bytes("{q}:leases")).get());
    assertEquals(0, REDIS.commands().dbsize().get());
  }

  @Test
  void aRefusedProbeReturnsToTheQueueAndTheNextOneIsAnother() throws Exception {
    push(entry(1, NOW), entry(2, NOW));

    queue.refused(present(queue.take()));

    assertEquals(List.of(entry(1, NOW), entry(2, NOW)), list("q"));
    assertEquals("1", present(queue.take()).upload().origins().get(0).id());
  }

  @Test
  void aRefusedProbeThatAnotherFeederHasTakenOverStaysWithIt() throws Exception {
    push(entry(1, NOW));
    QueueProbe.Probe probe = present(queue.take());
    REDIS.commands().hset(bytes("{q}:leases"), bytes(probe.batch()), bytes("99 other")).get();

    queue.refused(probe);

    assertEquals(List.of(), list("q"));
    assertEquals(List.of(entry(1, NOW)), list("{q}:batch:" + probe.batch()));
  }

  @Test
  void eventsWithoutIdTooOldInTheFutureOrUnreadableAreNoProbes() throws Exception {
    push(
        entry(1, NOW).replace(",\"id\":\"1\"", ""),
        entry(2, NOW.minus(Duration.ofHours(25))),
        entry(3, NOW.plus(Duration.ofMinutes(11))),
        "nonsense");

    assertNull(queue.take());
    assertEquals(4, list("q").size());
  }

  private static QueueProbe.Probe present(QueueProbe.@Nullable Probe probe) {
    assertNotNull(probe);
    return probe;
  }

  private static String entry(int id, Instant time) {
    return "{\"WD\":{\"act\":\"o\",\"msg_id\":\"m"
        + id
        + "\",\"rcpt\":\"a@example.com\"},\"ts\":\""
        + time.getEpochSecond()
        + "\",\"ua\":\"\",\"ip\":\"192.0.2.1\",\"id\":\""
        + id
        + "\"}";
  }

  private static void push(String... entries) throws Exception {
    for (String entry : entries) {
      REDIS.commands().rpush(bytes("q"), bytes(entry)).get();
    }
  }

  private static List<String> list(String key) throws Exception {
    return REDIS.commands().lrange(bytes(key), 0, -1).get().stream()
        .map(entry -> new String(entry, UTF_8))
        .toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
