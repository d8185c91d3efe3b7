package io.github.pmtatracking.feeder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.settings.BadSettingException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeederOptionsTest {
  @Test
  void theDefaultsAreValid() {
    FeederOptions options = TestFeederOptions.with();

    assertEquals(10_000, options.batchMaxSize());
    assertEquals(4 * 1024 * 1024, options.batchMaxBytes());
    assertEquals(Duration.ofSeconds(1), options.retryInitialDelay());
    assertEquals(Duration.ofSeconds(60), options.retryMaxDelay());
    assertEquals(Duration.ofMinutes(5), options.retryMaxRetryAfter());
    assertEquals(Duration.ofSeconds(60), options.pausedRetryInterval());
  }

  @Test
  void eachComponentHasTheNameOfItsSetting() {
    Set<String> settings = new TreeSet<>();
    for (String key : TestFeederOptions.settings().asProperties().stringPropertyNames()) {
      if (key.startsWith("feeder.")) {
        settings.add(
            key.substring("feeder.".length()).replaceAll("[.-]", "").toLowerCase(Locale.ROOT));
      }
    }

    for (RecordComponent component : FeederOptions.class.getRecordComponents()) {
      assertTrue(
          settings.contains(component.getName().toLowerCase(Locale.ROOT)), component.getName());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "feeder.batch.max-size,0",
    "feeder.batch.max-bytes,100MiB",
    "feeder.batch.lease,0",
    "feeder.senders,65",
    "feeder.upload.max-bytes,5MiB",
    "feeder.upload.gzip-level,10",
    "feeder.event.max-age,0",
    "feeder.max-refused,-1",
    "feeder.http.total-timeout,0",
    "feeder.retry.initial-delay,soon",
    "feeder.retry.max-delay,0",
    "feeder.paused.retry-interval,0",
    "feeder.batch-status.max-age,5m",
    "feeder.health.failures,-1"
  })
  void aWrongValueIsNamedWithItsSetting(String setting, String value) {
    String message =
        assertThrows(BadSettingException.class, () -> TestFeederOptions.with(setting, value))
            .getMessage();

    assertTrue(message.startsWith(setting + " = \"" + value + "\""), message);
    assertTrue(message.contains("wanted"), message);
  }
}
