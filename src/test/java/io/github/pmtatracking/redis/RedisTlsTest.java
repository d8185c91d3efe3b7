package io.github.pmtatracking.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisTlsTest {
  @TempDir private Path folder;
  private Settings settings = Settings.load(null, Map.of(), Map.of());

  @Test
  void filesThatCannotBeUsedAreNamedWithTheirSetting() throws Exception {
    TestCertificate certificate = TestCertificate.create(folder.resolve("one"), "one");
    Path text = Files.writeString(folder.resolve("text"), "no certificate");

    set("redis.tls.ca-file", folder.resolve("missing"));
    refused("redis.tls.ca-file", folder.resolve("missing").toString());
    set("redis.tls.ca-file", text);
    refused("redis.tls.ca-file", "wanted certificates in PEM");
    set("redis.tls.ca-file", certificate.certificateFile());
    set("redis.tls.certificate", certificate.certificateFile());
    refused("redis.tls.certificate", "redis.tls.key = \"\" (default): wanted both or none");
    set("redis.tls.key", text);
    refused("redis.tls.key", "PKCS#8");
    set("redis.tls.certificate", text);
    refused("redis.tls.certificate", "wanted certificates in PEM");
  }

  @Test
  void anErrorIsToldInTheWordsOfTheSystem() {
    RedisTls tls = RedisTls.of(settings);

    assertEquals(
        "Connection refused",
        tls.explain(
            new IOException("finishConnect(..) failed with error(-111): Connection refused")));
    assertEquals("Connection reset", tls.explain(new IOException("Connection reset")));
  }

  @Test
  void aPasswordThatIsMissingIsToldWithTheAddressThatIsWanted() {
    String told =
        RedisTls.of(settings)
            .explain(new IOException("NOAUTH HELLO must be called with the client authenticated"));

    assertEquals("NOAUTH: it asks for a password; wanted redis://[user:]password@host", told);
  }

  private void set(String key, Path value) {
    settings = settings.with(key, value.toString());
  }

  private void refused(String setting, String why) {
    String message =
        assertThrows(BadSettingException.class, () -> RedisTls.of(settings)).getMessage();
    assertTrue(message.startsWith(setting + " = \""), message);
    assertTrue(message.contains(why), message);
  }
}
