package io.github.pmtatracking.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.spool.FsyncPolicy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackerOptionsTest {
  private final Settings defaults = Settings.load(null, Map.of(), Map.of());

  @Test
  void theDefaultsAreThoseOfTheSettingsFile() throws Exception {
    TrackerOptions options = TrackerOptions.of(defaults);

    assertEquals("X-Real-Ip", options.clientAddress().header());
    assertTrue(options.trustedPeers().areDefault());
    assertTrue(options.trustedPeers().contain(InetAddress.getByName("10.1.2.3")));
    assertFalse(options.trustedPeers().contain(InetAddress.getByName("203.0.113.9")));
    assertEquals("", options.requestIdHeader());
    assertEquals("/healthz", options.healthPath());
    assertEquals(400, options.badLink().status());
    assertEquals("trk_queue", options.queue());
    assertEquals(Duration.ofMillis(250), options.redisTimeout());
    assertEquals(10_000, options.maxInFlight());
    assertEquals(1L << 30, options.spool().maxBytes());
    assertEquals(FsyncPolicy.EVERY_SECOND, options.spool().fsync());
    assertEquals(Duration.ofSeconds(1), options.drainInterval());
    assertEquals(Duration.ofSeconds(75), options.requestTimeout());
    assertEquals(8192, options.maxRequestLine());
    assertEquals(16_384, options.maxHeaders());
    assertEquals(16_384, options.maxInflatedLink());
    assertEquals(Runtime.getRuntime().availableProcessors(), options.threads());
  }

  @Test
  void aValueIsTakenFromItsSetting() {
    TrackerOptions options =
        TrackerOptions.of(
            defaults
                .with("tracker.client-address", "socket")
                .with("tracker.trusted-peers", "10.0.0.0/8")
                .with("tracker.request-id-header", "X-Id")
                .with("tracker.threads", "3")
                .with("tracker.spool.fsync", "always"));

    assertEquals(null, options.clientAddress().header());
    assertFalse(options.trustedPeers().areDefault());
    assertEquals("X-Id", options.requestIdHeader());
    assertEquals(3, options.threads());
    assertEquals(FsyncPolicy.ALWAYS, options.spool().fsync());
  }

  @ParameterizedTest
  @CsvSource({
    "tracker.client-address, x-real",
    "tracker.trusted-peers, localhost",
    "tracker.request-id-header, X Id",
    "tracker.health-path, healthz",
    "tracker.bad-link.redirect, javascript:alert(1)",
    "tracking.queue, ''",
    "tracker.redis-timeout, 0s",
    "tracker.max-in-flight, 0",
    "tracker.spool.max-bytes, 4095",
    "tracker.spool.fsync, sometimes",
    "tracker.spool.drain-interval, 0s",
    "tracker.request-timeout, soon",
    "tracker.max-request-line, 255",
    "tracker.max-headers, 1048577",
    "tracker.max-inflated-link, 32MiB",
    "tracker.threads, 1001",
  })
  void aValueThatCannotBeUsedEndsTheStartAndIsNamed(String setting, String value) {
    String message =
        assertThrows(
                BadSettingException.class, () -> TrackerOptions.of(defaults.with(setting, value)))
            .getMessage();

    assertTrue(message.contains(setting), message);
  }
}
