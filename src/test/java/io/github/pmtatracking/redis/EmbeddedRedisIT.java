package io.github.pmtatracking.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedRedisIT {
  private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);
  private static final byte[] VALUE = "wert äöü".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  private static Settings settings(String url) {
    return Settings.load(null, Map.of(), Map.of()).with("redis.url", url);
  }

  @Test
  void whatWasWrittenIsThereAfterAKillAndARestart() throws Exception {
    try (EmbeddedRedis redis =
            EmbeddedRedis.start(folder, "--appendonly", "yes", "--appendfsync", "always");
        RedisConnections connections = new RedisConnections(settings(redis.url()))) {
      connections.queue().get().set(KEY, VALUE).get();

      redis.kill();
      redis.start();

      await().ignoreExceptions().until(() -> connections.queue().get().get(KEY).get() != null);
      assertArrayEquals(VALUE, connections.queue().get().get(KEY).get());
    }
  }

  @Test
  void embeddedAsAnAddressStartsAServerWithItsDataInTheFolder() throws Exception {
    Path data = folder.resolve("data");
    for (int start = 0; start < 2; start++) {
      try (RedisConnections connections = new RedisConnections(settings("embedded:" + data))) {
        assertEquals(start + 1L, connections.queue().get().incr(KEY).get());
      }
    }
    assertTrue(Files.exists(data.resolve("redis-server.log")));
  }

  @Test
  void nobodyButItsOwnerReachesAnEmbeddedServer() throws Exception {
    Path data = folder.resolve("data");
    try (RedisConnections owner = new RedisConnections(settings("embedded:" + data))) {
      owner.queue().get().set(KEY, VALUE).get();
      String url = Files.readString(data.resolve("run/url")).strip();
      assertEquals("unix://" + data.resolve("run/redis.sock"), url);
      try (Stream<Path> files = Files.walk(data)) {
        for (Path file : files.filter(path -> !path.startsWith(data.resolve("bin"))).toList()) {
          String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
          assertTrue(mode.endsWith("------"), file + " " + mode);
        }
      }
      for (String dangerous : List.of("CONFIG GET dir", "MODULE LIST", "DEBUG SLEEP 0")) {
        String answer = cli("redis-cli -s " + data.resolve("run/redis.sock"), dangerous);
        assertTrue(answer.contains("unknown command"), dangerous + ": " + answer);
      }

      try (RedisConnections other = new RedisConnections(settings(url))) {
        assertArrayEquals(VALUE, other.queue().get().get(KEY).get());
      }
    }
  }

  @Test
  void whereASocketsPathIsTooLongAPasswordThatOnlyTheOwnerCanReadGuardsThePort() throws Exception {
    Path data = folder.resolve("d".repeat(120));
    try (EmbeddedRedis redis = EmbeddedRedis.startForOwner(data)) {
      Path file = data.resolve("run/url");
      assertEquals(redis.url(), Files.readString(file).strip());
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      String password = redis.url().replaceAll("redis://default:(.*)@.*", "$1");
      assertEquals(64, password.length(), redis.url());
      for (String told : List.of(redis.describe(), redis.cli(), redis.urlForShell())) {
        assertFalse(told.contains(password), told);
      }
      String commandLine = Files.readString(Path.of("/proc/" + redis.pid() + "/cmdline"));
      assertFalse(commandLine.contains(password), commandLine);
      assertTrue(cli("redis-cli -p " + redis.port(), "PING").contains("NOAUTH"));
      assertEquals("PONG\n", cli(redis.cli(), "PING"));

      BadSettingException e =
          assertThrows(BadSettingException.class, () -> EmbeddedRedis.startForOwner(data));
      assertFalse(e.getMessage().contains(password), e.getMessage());
      assertEquals("PONG\n", cli(redis.cli(), "PING"));
      redis.kill();
      redis.start();
      try (RedisConnections connections = new RedisConnections(settings(redis.url()))) {
        connections.queue().get().set(KEY, VALUE).get();
      }
    }
  }

  private static String cli(String start, String command) throws Exception {
    Process cli =
        new ProcessBuilder("sh", "-c", start + " " + command).redirectErrorStream(true).start();
    cli.getOutputStream().close();
    return new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void theFirstRedisServerOnThePathThatIsNewEnoughIsPreferredToTheOneThatIsCarried()
      throws Exception {
    Path old = program("old", "Redis server v=6.0.16 sha=0:0");
    Path broken = program("broken", "no version");
    Path valkey = program("valkey", "Valkey server v=8.1.3 sha=0:0");
    Path bin = Files.createDirectory(folder.resolve("bin"));

    RedisServerBinary found =
        RedisServerBinary.find("relative:" + old + ":" + broken + ":" + valkey, bin);
    assertEquals("redis-server 8.1.3 (" + valkey.resolve("redis-server") + ")", found.toString());

    RedisServerBinary carried = RedisServerBinary.find(old.toString(), bin);
    assertTrue(carried.file().startsWith(bin), carried.toString());
    assertTrue(carried.isAtLeast(6, 2), carried.toString());
  }

  private Path program(String name, String version) throws Exception {
    Path path = Files.createDirectory(folder.resolve(name));
    Path file =
        Files.writeString(path.resolve("redis-server"), "#!/bin/sh\necho " + version + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return path;
  }

  @Test
  void anOlderServerDoesNotPassTheDataOfANewerOneOver() throws Exception {
    Files.createDirectories(folder.resolve("appendonlydir"));
    BadSettingException e =
        assertThrows(
            BadSettingException.class, () -> EmbeddedRedis.start(folder, "--appendonly", "yes"));
    assertTrue(e.getMessage().contains("its data is of Redis 7 or newer"), e.getMessage());
  }

  @Test
  void aFolderBelongsToOneServer() {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder)) {
      BadSettingException e =
          assertThrows(BadSettingException.class, () -> EmbeddedRedis.start(folder));
      assertTrue(e.getMessage().contains("redis.url = " + redis.url()), e.getMessage());
      assertTrue(e.getMessage().contains(folder.toString()), e.getMessage());
    }
    EmbeddedRedis.start(folder).close();
  }

  @Test
  void aServerWhoseProcessWasKilledIsNotJoinedByASecondOneOnItsData() throws Exception {
    try (EmbeddedRedis orphan = EmbeddedRedis.start(folder.resolve("orphan"))) {
      Path data = Files.createDirectories(folder.resolve("data"));
      Files.writeString(data.resolve("port"), orphan.port() + "\n");

      BadSettingException e =
          assertThrows(BadSettingException.class, () -> EmbeddedRedis.start(data));
      assertTrue(e.getMessage().contains(orphan.url()), e.getMessage());
    }
  }

  @Test
  void aBadAddressForTheAttributesLeavesNoServerBehind() {
    Path data = folder.resolve("data");
    Settings settings = settings("embedded:" + data).with("redis.attributes.url", "localhost:6379");
    assertThrows(BadSettingException.class, () -> new RedisConnections(settings));
    assertFalse(Files.exists(data));
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis://:s3cret@h:x", "redis-cluster://u:s3cret@h:1,i:x", "s3cret"})
  void anAddressIsRefusedWithoutShowingItsPassword(String url) {
    BadSettingException e =
        assertThrows(BadSettingException.class, () -> new RedisConnections(settings(url)));
    assertTrue(e.getMessage().startsWith("redis.url = "), e.getMessage());
    assertEquals(url.indexOf('@') < 0, e.getMessage().contains("s3cret"), e.getMessage());
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    BadSettingException e =
        assertThrows(BadSettingException.class, () -> EmbeddedRedis.start(file));
    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
  }

  @Test
  void anAddressThatIsNoneIsNamedWithItsSetting() {
    BadSettingException e =
        assertThrows(
            BadSettingException.class, () -> new RedisConnections(settings("localhost:6379")));
    assertTrue(e.getMessage().startsWith("redis.url = \"localhost:6379\""), e.getMessage());
  }
}
