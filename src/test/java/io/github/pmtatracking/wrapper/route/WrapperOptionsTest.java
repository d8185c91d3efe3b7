package io.github.pmtatracking.wrapper.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.component.smtpproxy.api.LineEndings;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.wrapper.OnFault;
import io.github.pmtatracking.wrapper.RewriteLimits;
import io.github.pmtatracking.wrapper.html.TrackingKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrapperOptionsTest {
  private static Settings settings() {
    return Settings.load(null, Map.of(), Map.of())
        .with("wrapper.in-hostport", "127.0.0.1:0")
        .with("wrapper.out-hostport", "127.0.0.1:2526");
  }

  @Test
  void theDefaultsTrackOpensAndGiveEachRecipientACopy() {
    WrapperOptions options = WrapperOptions.of(settings());

    assertEquals(new TrackingKinds(true, false, false), options.policy().track());
    assertEquals(RewriteLimits.DEFAULTS, options.policy().limits());
    assertFalse(options.policy().oneCopyForAll());
    assertTrue(options.splits());
    assertFalse(options.detailedLog());
  }

  @ParameterizedTest
  @CsvSource({"split, true, false", "one-per-transaction, false, false", "shared, false, true"})
  void severalRecipientsAreHandledAsChosen(String choice, boolean splits, boolean oneForAll) {
    WrapperOptions options =
        WrapperOptions.of(settings().with("wrapper.multiple-recipients", choice));

    assertEquals(splits, options.splits());
    assertEquals(oneForAll, options.policy().oneCopyForAll());
  }

  @Test
  void theSettingsReachThePolicyAndTheProxy(@TempDir Path folder) throws IOException {
    WrapperOptions options =
        WrapperOptions.of(
            settings()
                .with("wrapper.on-fault", "tempfail")
                .with("wrapper.line-endings", "normalise")
                .with("wrapper.client-timeout", "90s")
                .with("wrapper.max-connections-per-client", "7")
                .with("wrapper.buffer.folder", folder.toString())
                .with("wrapper.downstream-debug", folder.resolve("debug").toString())
                .with("log.format", "details"));

    assertEquals(OnFault.TEMPFAIL, options.policy().onFault());
    assertEquals(LineEndings.NORMALISE, options.proxy().getLineEndings());
    assertEquals(90_000, options.proxy().getClientTimeout());
    assertEquals(7, options.proxy().getMaxConnectionsPerClient());
    assertTrue(options.detailedLog());
    assertEquals(0, Files.size(folder.resolve("debug")));
  }

  @ParameterizedTest
  @CsvSource({
    "wrapper.track-open, yes",
    "wrapper.tracking-url, track.example.com",
    "wrapper.clients, everybody",
    "wrapper.upstream-tls, tls",
    "wrapper.max-connections, 0",
    "wrapper.max-recipients, many",
    "wrapper.max-message-size, huge",
    "wrapper.multiple-recipients, all",
    "wrapper.dkim-signed, sign",
    "wrapper.on-fault, ignore",
    "wrapper.max-parts, 0",
    "wrapper.max-growth, 2GiB",
    "wrapper.line-endings, keep",
    "wrapper.buffer.folder, /nowhere",
    "wrapper.data-timeout, soon",
    "wrapper.size-headroom, 1001",
    "wrapper.upstream-data-debug, /nowhere/debug",
    "log.verbose, loud"
  })
  void aWrongValueIsRefusedWithTheSettingsName(String setting, String value) {
    Settings settings = settings().with(setting, value);

    BadSettingException e =
        assertThrows(BadSettingException.class, () -> WrapperOptions.of(settings));

    assertTrue(e.getMessage().startsWith(setting + " = \"" + value + "\""), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8888",
    "http://LOCALHOST",
    "http://127.0.0.1",
    "http://127.1.2.3:80",
    "http://[::1]"
  })
  void aTrackerOnLoopbackIsRefusedIfMailGoesElsewhere(String trackingUrl) {
    Settings settings = settings().with("wrapper.tracking-url", trackingUrl);
    WrapperOptions.of(settings);

    Settings elsewhere = settings.with("wrapper.out-hostport", "192.0.2.1:25");
    BadSettingException e =
        assertThrows(BadSettingException.class, () -> WrapperOptions.of(elsewhere));
    assertTrue(e.getMessage().contains("-tracking_url"), e.getMessage());
  }

  @Test
  void anUnknownUpstreamHostIsRefused() {
    Settings settings = settings().with("wrapper.out-hostport", "no-such-host.invalid:25");

    BadSettingException e =
        assertThrows(BadSettingException.class, () -> WrapperOptions.of(settings));
    assertTrue(e.getMessage().contains("host unknown"), e.getMessage());
  }
}
