package io.github.pmtatracking.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.settings.Settings.Flag;
import io.github.pmtatracking.text.HostPort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir private Path folder;

  private static Settings defaultsWith(String key, String value) {
    return Settings.load(null, Map.of(), Map.of()).with(key, value);
  }

  private static String refusal(String value, java.util.function.Consumer<Settings> reading) {
    Settings settings = defaultsWith("redis.timeout", value);
    return assertThrows(BadSettingException.class, () -> reading.accept(settings)).getMessage();
  }

  @Test
  void aFlagWinsOverTheEnvironmentWhichWinsOverTheFileWhichWinsOverTheDefault() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("my.properties"),
            "redis.timeout = 1s\nlog.keep-days=2\nlog.format=json\n");
    Settings settings =
        Settings.load(
            file,
            Map.of("REDIS_TIMEOUT", "2s", "LOG_KEEP_DAYS", "3"),
            Map.of("redis.timeout", new Flag("-redis_timeout", "3s")));

    assertEquals(Duration.ofSeconds(3), settings.duration("redis.timeout"));
    assertEquals(3, settings.number("log.keep-days", 1, 10));
    assertEquals("json", settings.text("log.format"));
    assertEquals("redis://localhost:6379", settings.text("redis.url"));
  }

  @Test
  void aRelativePathLiesInTheInstallationUnlessItWasTypedAsAFlag() {
    String before = System.getProperty("pmta.home");
    System.setProperty("pmta.home", "/opt/ours");
    try {
      Settings settings =
          Settings.load(
              null,
              Map.of("TRACKER_SPOOL_FOLDER", "mine", "WRAPPER_PRIVKEYFILE", "/etc/key.pem"),
              Map.of("wrapper.certfile", new Flag("-certfile", "cert.pem")));

      assertEquals(Path.of("/opt/ours/mine"), settings.path("tracker.spool.folder"));
      assertEquals(Path.of("/opt/ours/spool/accounting"), settings.path("accounting.spool.folder"));
      assertEquals("/etc/key.pem", settings.pathOrEmpty("wrapper.privkeyfile"));
      assertEquals("cert.pem", settings.pathOrEmpty("wrapper.certfile"));
      assertEquals("", settings.pathOrEmpty("wrapper.buffer.folder"));
      assertEquals(
          List.of(Path.of("/opt/ours/a.csv"), Path.of("/b.csv")),
          settings.with("accounting.files", "a.csv\n/b.csv").paths("accounting.files"));
    } finally {
      if (before == null) {
        System.clearProperty("pmta.home");
      } else {
        System.setProperty("pmta.home", before);
      }
    }
  }

  @Test
  void aValueThatCannotBeReadIsToldWithItsSettingAndItsOrigin() {
    Settings settings = Settings.load(null, Map.of("REDIS_TIMEOUT", "soon"), Map.of());

    BadSettingException e =
        assertThrows(BadSettingException.class, () -> settings.duration("redis.timeout"));

    assertEquals(
        "redis.timeout = \"soon\" (from the environment, REDIS_TIMEOUT): wanted a time such as"
            + " 250ms, 30s, 5m, 24h or 10d",
        e.getMessage());
  }

  @Test
  void aPasswordInAUrlIsToldToNobody() {
    Settings settings = defaultsWith("redis.url", "redis://fred:p@ss/w:rd@10.0.0.1:6379/2");

    assertEquals(
        "redis.url = \"redis://***@10.0.0.1:6379/2\" (set by the program)",
        settings.describe("redis.url"));
    BadSettingException e =
        assertThrows(BadSettingException.class, () -> settings.duration("redis.url"));
    assertTrue(e.getMessage().startsWith(settings.describe("redis.url")), e.getMessage());
    assertEquals("unix:///a", Settings.withoutCredentials("unix:///a"));
    assertEquals("a@b", Settings.withoutCredentials("a@b"));
  }

  @Test
  void timesAndSizesHaveTheirRange() {
    assertEquals(
        "redis.timeout = \"0\" (set by the program): wanted at least 1ms",
        refusal("0", settings -> settings.duration("redis.timeout", Duration.ofMillis(1))));
    assertEquals(
        "redis.timeout = \"4GiB\" (set by the program): wanted a size from 1 to 10 bytes",
        refusal("4GiB", settings -> settings.bytes("redis.timeout", 1, 10)));
  }

  @Test
  void allInterfacesAreThoseOfIpv6Too() throws Exception {
    try (ServerSocket all =
        new ServerSocket(0, 1, InetAddress.getByName(HostPort.parse(":0").listenHost()))) {
      new Socket("127.0.0.1", all.getLocalPort()).close();
      if (InetAddress.getByName("::1").isReachable(1_000)) {
        new Socket("::1", all.getLocalPort()).close();
      }
    }
    assertEquals("10.0.0.1:25", HostPort.parse("10.0.0.1:25").listenAddress());
  }

  @Test
  @Timeout(20)
  void aFileIsReadOnceAsAPipeCanBeReadOnlyOnce() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Process writer =
        new ProcessBuilder("sh", "-c", "echo redis.url=redis://other:1 > \"$0\"", pipe.toString())
            .start();
    try {
      assertEquals("redis://other:1", Settings.load(pipe, Map.of(), Map.of()).text("redis.url"));
    } finally {
      writer.destroy();
    }
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    Path file = folder.resolve("absent.properties");
    BadSettingException e =
        assertThrows(BadSettingException.class, () -> Settings.load(file, Map.of(), Map.of()));
    assertEquals(
        "settings file %s cannot be read: there is no %s (choose it with -config FILE)"
            .formatted(file, file),
        e.getMessage());
  }

  @Test
  void keysOfNobodyAreKnownAsSuch() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("my.properties"),
            "redis.tiemout=1s\ncamel.main.name=x\nredis.url=redis://h\n");
    Map<String, String> environment =
        Map.of(
            "TRACKER_SPOOL_FOLDR",
            "/x",
            "REDIS_PORT",
            "tcp://10.0.0.1:6379",
            "PATH",
            "/bin",
            "LOG_FORMAT",
            "json");
    List<String> unknown = Settings.load(file, environment, Map.of()).unknownNames();

    assertEquals(2, unknown.size(), unknown.toString());
    assertTrue(unknown.get(0).startsWith("redis.tiemout "), unknown.get(0));
    assertTrue(unknown.get(0).endsWith(" nearest=redis.timeout"), unknown.get(0));
    assertEquals(
        "TRACKER_SPOOL_FOLDR (in the environment) nearest=TRACKER_SPOOL_FOLDER", unknown.get(1));
  }

  @ParameterizedTest
  @CsvSource({
    "250ms,250",
    "30s,30000",
    "5m,300000",
    "24h,86400000",
    "10d,864000000",
    "0,0",
    "0s,0"
  })
  void timesHaveUnits(String text, long millis) {
    assertEquals(
        Duration.ofMillis(millis), defaultsWith("redis.timeout", text).duration("redis.timeout"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "-1s", "1.5s", "s", "5 weeks", "99999999999999999s", "5S"})
  void whatIsNoTimeIsRefused(String text) {
    assertTrue(
        refusal(text, settings -> settings.duration("redis.timeout"))
            .contains("wanted a time such as"));
  }

  @ParameterizedTest
  @CsvSource({"4096,4096", "64KiB,65536", "5MiB,5242880", "2gib,2147483648", "7b,7"})
  void sizesAreBytes(String text, long bytes) {
    assertEquals(bytes, defaultsWith("redis.timeout", text).bytes("redis.timeout"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5MB", "-1", "1.5GiB", "999999999999999GiB"})
  void whatIsNoSizeIsRefused(String text) {
    assertTrue(
        refusal(text, settings -> settings.bytes("redis.timeout")).contains("wanted a size"));
  }

  @ParameterizedTest
  @CsvSource({
    ":8888,'',8888",
    "localhost:587,localhost,587",
    "[::1]:25,::1,25",
    "0.0.0.0:0,0.0.0.0,0"
  })
  void addressesAreWrittenAsInGo(String text, String host, int port) {
    assertEquals(
        new HostPort(host, port), defaultsWith("redis.timeout", text).hostPort("redis.timeout"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "8888",
        "localhost",
        "localhost:",
        "localhost:65536",
        "::1:25",
        "h:-1",
        "h:http"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertTrue(
        refusal(text, settings -> settings.hostPort("redis.timeout")).contains("wanted host:port"));
  }

  @ParameterizedTest
  @CsvSource({
    "feeder.batch.max-age,1 s,1000",
    "wrapper.max-message-size,50mib,52428800",
    "feeder.upload.max-bytes,4 MiB,4194304",
    "feeder.batch.max-age,soon,soon",
    "feeder.batch.max-size,500,500",
    "tracking.queue,5m,5m",
    "own.key,5m,5m"
  })
  void aRouteGetsTimesInMillisecondsAndSizesInBytes(String key, String text, String expected) {
    assertEquals(expected, defaultsWith(key, text).asProperties().getProperty(key));
  }

  @Test
  void aWordIsOneOfThoseAllowed() {
    assertTrue(
        refusal("maybe", settings -> settings.oneOf("redis.timeout", "always", "never"))
            .endsWith("wanted one of always, never"));
    assertTrue(
        refusal("yes", settings -> settings.flag("redis.timeout"))
            .endsWith("wanted one of true, false"));
  }

  @Test
  void numbersHaveTheirRange() {
    assertEquals(
        "redis.timeout = \"11\" (set by the program): wanted a whole number from 1 to 10",
        refusal("11", settings -> settings.number("redis.timeout", 1, 10)));
  }

  @Test
  void aByteOrderMarkBelongsToNoKey() throws Exception {
    Path file = Files.writeString(folder.resolve("windows.properties"), "\ufefflog.keep-days=3\n");

    Settings settings = Settings.load(file, Map.of(), Map.of());

    assertEquals(3, settings.number("log.keep-days", 0, 100));
    assertEquals(List.of(), settings.unknownNames());
  }
}
