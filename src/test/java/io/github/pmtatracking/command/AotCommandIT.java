package io.github.pmtatracking.command;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class archives, made and used by the Java that runs the test. */
class AotCommandIT {
  /** How the log of loaded classes marks one that comes from an archive. */
  private static final String SHARED = "source: shared objects file";

  @TempDir private static Path folder;
  private static Path home;
  private static Installation.Outcome made;

  /** An installation of its own with the same jars; making the archives takes a minute. */
  @BeforeAll
  static void install() throws Exception {
    home = folder.resolve("installation");
    Files.createDirectories(home.resolve("lib/ext"));
    Files.createDirectories(home.resolve("etc"));
    Files.createSymbolicLink(
        home.resolve("etc/jvm"), Installation.home().resolve("etc/jvm").toAbsolutePath());
    Files.createSymbolicLink(
        home.resolve("example.eml"), Installation.home().resolve("example.eml"));
    try (Stream<Path> jars = Files.list(Installation.home().resolve("lib"))) {
      for (Path jar : jars.filter(Files::isRegularFile).toList()) {
        Files.createSymbolicLink(home.resolve("lib").resolve(jar.getFileName()), jar);
      }
    }
    Path log = folder.resolve("aot.log");
    Process process =
        command(Map.of("TMPDIR", folder.toString()), "pmta-tracking", "aot")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertTrue(process.waitFor(5, TimeUnit.MINUTES), "aot does not end");
    made = new Installation.Outcome(process.exitValue(), Files.readString(log), "");
  }

  @BeforeEach
  void removeOwnJars() throws IOException {
    Files.deleteIfExists(home.resolve("lib/ext/own.jar"));
  }

  private static ProcessBuilder command(Map<String, String> environment, String... line) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("PMTA_TRACKING_HOME", home.toString());
    all.put("JAVA_HOME", System.getProperty("java.home"));
    return Installation.command(all, line);
  }

  @Test
  void bothArchivesAreMadeAndNamed() throws Exception {
    assertEquals(0, made.exitCode(), made.out());
    List<Path> named = made.out().lines().map(Path::of).toList();
    assertEquals(2, named.size(), made.out());
    for (Path archive : named) {
      assertTrue(Files.size(archive) > 1_000_000, archive.toString());
    }
    try (Stream<Path> files = Files.list(home.resolve("aot"))) {
      assertEquals(2, files.count(), "the folder of the work is gone");
    }
  }

  @Test
  void linktoolTakesItsClassesFromItsArchive() throws Exception {
    assertFromArchive(linktoolClasses(), 0.9);
  }

  @Test
  void aTrackerTakesItsClassesFromTheLargeArchive() throws Exception {
    assertFromArchive(trackerClasses(), 0.9);
  }

  @Test
  void aJarInLibExtLeavesTheArchivesInUse() throws Exception {
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(home.resolve("lib/ext/own.jar")))) {
      jar.putNextEntry(new ZipEntry("own.txt"));
      jar.closeEntry();
    }

    assertFromArchive(linktoolClasses(), 0.9);
    assertFromArchive(trackerClasses(), 0.9);
  }

  private static List<String> linktoolClasses() throws Exception {
    Path log = Files.createTempFile(folder, "linktool", ".log");
    Installation.Outcome outcome =
        Installation.run(command(classLog(log), "linktool", "encode"), "");

    assertEquals(0, outcome.exitCode(), outcome.toString());
    assertEquals("", outcome.err());
    return Files.readAllLines(log);
  }

  private static List<String> trackerClasses() throws Exception {
    Path log = Files.createTempFile(folder, "tracker", ".log");
    Path out = Files.createTempFile(folder, "tracker", ".out");
    Map<String, String> environment = new HashMap<>(classLog(log));
    environment.put("REDIS_URL", "redis://127.0.0.1:1");
    Process tracker =
        command(environment, "tracker", "-in_hostport", "127.0.0.1:0")
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> Files.readString(out).contains("Starting tracker"));
    } finally {
      tracker.destroy();
      assertTrue(tracker.waitFor(30, TimeUnit.SECONDS));
    }
    return Files.readAllLines(log);
  }

  private static Map<String, String> classLog(Path log) {
    return Map.of("JAVA_OPTS", "-Xlog:class+load:file=" + log);
  }

  /** Counts classes of the jars only: those of the JDK are in an archive of the JDK, too. */
  private static void assertFromArchive(List<String> loaded, double share) {
    List<String> ours =
        loaded.stream().filter(l -> l.contains(" io.github.") || l.contains(" org.")).toList();
    long shared = ours.stream().filter(line -> line.contains(SHARED)).count();

    assertTrue(ours.size() > 10, loaded.size() + " classes");
    assertTrue(
        shared >= share * ours.size(),
        () ->
            shared
                + " of "
                + ours.size()
                + " classes come from the archive; not "
                + ours.stream().filter(line -> !line.contains(SHARED)).limit(20).toList());
  }
}
