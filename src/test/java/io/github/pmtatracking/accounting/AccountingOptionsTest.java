package io.github.pmtatracking.accounting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.spool.FsyncPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountingOptionsTest {
  private final Settings defaults = Settings.load(null, Map.of(), Map.of());

  @TempDir private Path folder;

  @Test
  void theDefaultsAreThoseOfTheSettingsFile() {
    AccountingOptions options = AccountingOptions.of(defaults);

    assertEquals(List.of(), options.files());
    assertTrue(options.columns().test("any column"));
    assertEquals(Duration.ofDays(10), options.retention());
    assertTrue(options.logEach());
    assertTrue(options.saveHeadings());
    assertEquals(500, options.batchRecords());
    assertEquals(4, options.batchesInFlight());
    assertEquals(Duration.ofSeconds(5), options.redisTimeout());
    assertEquals(FsyncPolicy.EVERY_SECOND, options.spool().fsync());
    assertEquals(256L << 20, options.spool().maxBytes());
    assertEquals(100L << 20, options.rejectsMaxBytes());
  }

  @Test
  void onlyTheNamedColumnsAreStored() {
    AccountingOptions options = AccountingOptions.of(defaults.with("accounting.columns", "a , b"));

    assertTrue(options.columns().test("b"));
    assertFalse(options.columns().test("c"));
  }

  @ParameterizedTest
  @CsvSource({
    "accounting.batch-records, 0",
    "accounting.batch-records, 10001",
    "accounting.batches-in-flight, 65",
    "accounting.redis-timeout, 9ms",
    "accounting.retention, soon",
    "accounting.log, all",
    "accounting.save-headings, maybe",
    "accounting.spool.fsync, sometimes",
    "accounting.spool.max-bytes, 1",
    "accounting.spool.drain-interval, 0",
    "accounting.rejects.max-bytes, large"
  })
  void aValueThatCannotBeUsedIsRefusedWithTheNameOfTheSetting(String key, String value) {
    BadSettingException refused =
        assertThrows(
            BadSettingException.class, () -> AccountingOptions.of(defaults.with(key, value)));
    assertTrue(refused.getMessage().startsWith(key + " = "), refused.getMessage());
  }

  @Test
  void aFileThatCannotBeReadIsRefused() {
    for (Path file : List.of(folder, folder.resolve("none.csv"))) {
      BadSettingException refused =
          assertThrows(
              BadSettingException.class,
              () -> AccountingOptions.of(defaults.with("accounting.files", file.toString())));
      assertTrue(refused.getMessage().contains(file + " cannot be read"), refused.getMessage());
    }
  }
}
