package io.github.pmtatracking.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.pmtatracking.testing.FreshRedis;
import io.github.pmtatracking.testing.Installation;
import io.github.pmtatracking.testing.Installation.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of PowerMTA's user (here nobody) stay his when root runs a command by hand. Wants root, for
 * whom alone there is a difference; CI runs as root.
 */
class FileOwnerIT {
  @RegisterExtension private static final FreshRedis REDIS = new FreshRedis();

  private static final String HEADINGS = "type,rcpt,header_x-sp-message-id\n";

  @TempDir private Path temporary;
  private Path folder;
  private Path rejects;
  private Path spool;

  @BeforeEach
  void makeTheFoldersOfNobody() throws Exception {
    assumeTrue(
        System.getProperty("user.name").equals("root") || System.getenv("CI") != null,
        "only root can run commands as two users: run this as root");
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    folder = Files.createDirectory(temporary.resolve("rejects"));
    spool = Files.createDirectory(temporary.resolve("spool"));
    for (Path path : List.of(folder, spool)) {
      assertEquals(0, new ProcessBuilder("chown", "nobody:", path.toString()).start().waitFor());
    }
    rejects = folder.resolve("a.jsonl");
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("REDIS_URL", REDIS.server().url());
    environment.put("ACCOUNTING_REJECTS_FILE", rejects.toString());
    environment.put("ACCOUNTING_SPOOL_FOLDER", spool.toString());
    return environment;
  }

  private static Outcome as(
      String user, Map<String, String> environment, String input, String... command) {
    List<String> line = new ArrayList<>(List.of("runuser", "-u", user, "--"));
    line.add(Installation.bin(command[0]).toString());
    line.addAll(List.of(command).subList(1, command.length));
    ProcessBuilder builder = Installation.command(environment, "acct_etl").command(line);
    return Installation.run(builder, input);
  }

  private void rejectAsNobody(String... lines) {
    Outcome outcome =
        as("nobody", environment(), HEADINGS + String.join("\n", lines) + "\n", "acct_etl");
    assertEquals(0, outcome.exitCode(), outcome.toString());
  }

  private static String owner(Path path) throws Exception {
    return Files.getOwner(path).getName();
  }

  private List<String> lines() throws Exception {
    return Files.readAllLines(rejects);
  }

  @Test
  void aReplayByRootLeavesTheFileToItsOwner() throws Exception {
    rejectAsNobody("d,one@example.com,", "d,only-two");
    Files.setPosixFilePermissions(rejects, PosixFilePermissions.fromString("rw-r-----"));

    Outcome replay = as("root", environment(), "", "deadletter", "replay", "-all");

    assertEquals(0, replay.exitCode(), replay.toString());
    assertEquals("nobody", owner(rejects));
    assertEquals(
        "rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(rejects)));
    rejectAsNobody("d,three@example.com,");
    assertEquals(3, lines().size(), lines().toString());
    Outcome own = as("nobody", environment(), "", "deadletter", "drop", "-all");
    assertEquals(0, own.exitCode(), own.toString());
    assertTrue(own.out().contains("3 accounting lines dropped"), own.out());
  }

  @Test
  void aDropByRootLeavesTheFileToItsOwner() throws Exception {
    rejectAsNobody("d,one@example.com,", "d,only-two");

    Outcome drop = as("root", environment(), "", "deadletter", "drop", "-reason", "fields under");

    assertEquals(0, drop.exitCode(), drop.toString());
    assertEquals("nobody", owner(rejects));
    assertEquals(1, lines().size(), lines().toString());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        assertEquals("nobody", owner(file), file.toString());
      }
    }
    rejectAsNobody("d,three@example.com,");
    assertEquals(2, lines().size());
  }

  @Test
  void anotherUserWhoMayNotReadTheFileIsToldWhichItIsAndWhose() throws Exception {
    rejectAsNobody("d,one@example.com,");

    for (String mode : List.of("rwxr-xr-x", "rwxr-x---")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
      Outcome outcome = as("daemon", environment(), "", "deadletter", "list");

      assertEquals(1, outcome.exitCode(), outcome.toString());
      // the file, or the one beside it that an interrupted replay leaves
      assertTrue(outcome.err().contains(rejects.toString()), outcome.err());
      assertTrue(outcome.err().contains(" may not be read ("), outcome.err());
      assertTrue(outcome.err().contains("owner nobody, this is user daemon"), outcome.err());
    }
  }

  @Test
  void anotherUserIsRefusedWithTheOwnersName() throws Exception {
    rejectAsNobody("d,one@example.com,");
    Files.setPosixFilePermissions(rejects, PosixFilePermissions.fromString("rw-r--r--"));

    for (String command : List.of("replay", "drop")) {
      Outcome outcome = as("daemon", environment(), "", "deadletter", command, "-all");

      assertEquals(1, outcome.exitCode(), outcome.toString());
      assertTrue(outcome.err().contains("user daemon"), outcome.err());
      assertTrue(outcome.err().contains("sudo -u nobody"), outcome.err());
    }
    assertEquals(1, lines().size());
  }

  @Test
  void aBackFillByRootLeavesRejectsAndSpoolToTheOwnerOfTheirFolders() throws Exception {
    Path file = Files.writeString(temporary.resolve("a.csv"), HEADINGS + "d,x@y,id1\nd,only-two\n");
    Map<String, String> environment = environment();
    environment.put("REDIS_URL", "redis://127.0.0.1:1");

    Outcome outcome = as("root", environment, "", "acct_etl", file.toString());

    assertEquals(0, outcome.exitCode(), outcome.toString());
    assertEquals("nobody", owner(rejects));
    try (Stream<Path> files = Files.walk(spool)) {
      List<Path> all = files.toList();
      assertTrue(all.size() > 2, all.toString());
      for (Path path : all) {
        assertEquals("nobody", owner(path), path.toString());
      }
    }
    rejectAsNobody("d,three@example.com,id3");
    assertEquals(1L, REDIS.commands().exists("msgID_id1".getBytes(StandardCharsets.UTF_8)).get());
  }

  @Test
  void aFileThatCannotBeWrittenIsToldWithOwnerAndUser() throws Exception {
    Files.writeString(rejects, "");
    Files.setPosixFilePermissions(rejects, PosixFilePermissions.fromString("rw-r--r--"));

    Outcome outcome = as("nobody", environment(), HEADINGS + "d,only-two\n", "acct_etl");

    assertEquals(1, outcome.exitCode(), outcome.toString());
    assertTrue(
        outcome.out().contains("permission denied; owner root, this is user nobody"),
        outcome.out());
  }

  @Test
  void aLineThatIsRefusedAgainKeepsItsOriginAndAReplaySavesNoHeadings() throws Exception {
    rejectAsNobody("d,good@example.com,good", "d,one@example.com,", "d,two@example.com,");
    Outcome since =
        as("nobody", environment(), "type,header_x-sp-message-id,orig\nd,x,y\n", "acct_etl");
    assertEquals(0, since.exitCode(), since.toString());
    String before = headings();

    Outcome replay = as("nobody", environment(), "", "deadletter", "replay", "-all");

    assertEquals(0, replay.exitCode(), replay.toString());
    List<String> origins = new ArrayList<>();
    for (String line : lines()) {
      JsonNode json = new ObjectMapper().readTree(line);
      origins.add(json.get("source").asText() + " " + json.get("line").asLong());
    }
    assertEquals(List.of("stdin 3", "stdin 4"), origins);
    assertEquals(before, headings());
    assertTrue(before.contains("orig"), before);
    assertFalse(replay.out().contains("Loaded acct_headers"), replay.out());
  }

  private static String headings() throws Exception {
    byte[] saved = REDIS.commands().get("acct_headers".getBytes(StandardCharsets.UTF_8)).get();
    return new String(saved, StandardCharsets.UTF_8);
  }
}
