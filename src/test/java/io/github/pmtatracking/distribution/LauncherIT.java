package io.github.pmtatracking.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of Java that bin/pmta-tracking makes, shown by a Java that only prints it. */
class LauncherIT {
  @TempDir private Path folder;
  private Path home;

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectories(folder.resolve("home with spaces"));
    for (String jar : List.of("lib/zz.jar", "lib/pmta-tracking-1.jar", "lib/Aa.jar")) {
      Files.createFile(
          Files.createDirectories(home.resolve(jar).getParent())
              .resolve(home.resolve(jar).getFileName()));
    }
    Path java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"CLASSPATH=$CLASSPATH\" \"$@\"\n");
    assertTrue(java.toFile().setExecutable(true));
    Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");
  }

  private List<String> start(Map<String, String> environment, String... line) {
    ProcessBuilder command = Installation.command(environment, line);
    command.environment().put("PMTA_TRACKING_HOME", home.toString());
    command.environment().put("JAVA_HOME", folder.resolve("java").toString());
    command.environment().putIfAbsent("JAVA_OPTS", "");
    Installation.Outcome outcome = Installation.run(command, "");
    assertEquals(0, outcome.exitCode(), outcome.toString());
    assertEquals("", outcome.err());
    return outcome.out().lines().toList();
  }

  @Test
  void theJarsOfLibComeInTheOrderOfTheirNamesAndThoseOfLibExtAfterThem() throws IOException {
    Files.createFile(Files.createDirectory(home.resolve("lib/ext")).resolve("Ab.jar"));

    for (String locale : List.of("C", "C.UTF-8", "en_US.UTF-8")) {
      String classPath = start(Map.of("LC_ALL", locale), "tracker").get(0);

      assertEquals(
          "CLASSPATH="
              + String.join(
                  ":",
                  home.resolve("lib/Aa.jar").toString(),
                  home.resolve("lib/pmta-tracking-1.jar").toString(),
                  home.resolve("lib/zz.jar").toString(),
                  home.resolve("lib/ext/Ab.jar").toString()),
          classPath);
    }
  }

  @Test
  void aProgramGetsItsFileOfOptionsAndJavaOptsAfterIt() throws IOException {
    Path options = Files.createDirectories(home.resolve("etc/jvm")).resolve("feeder.options");
    Files.writeString(options, "-Xmx1g\n");

    List<String> line = start(Map.of("JAVA_OPTS", "-Xmx2g -Dx=y"), "feeder", "-logfile", "a b");

    assertTrue(line.indexOf("@" + options) >= 0, line.toString());
    assertTrue(line.indexOf("@" + options) < line.indexOf("-Xmx2g"), line.toString());
    int main = line.indexOf("io.github.pmtatracking.PmtaTracking");
    assertTrue(line.indexOf("-Dx=y") < main, line.toString());
    assertEquals(List.of("feeder", "-logfile", "a b"), line.subList(main + 1, line.size()));
    assertFalse(start(Map.of(), "tracker").toString().contains("@"), "it has no such file");
  }

  @Test
  void aCollectorOfJavaOptsReplacesTheOneOfTheFile() {
    List<String> line = start(Map.of("JAVA_OPTS", "-XX:+UseG1GC"), "tracker");

    assertTrue(line.indexOf("-XX:-UseSerialGC") < line.indexOf("-XX:+UseG1GC"), line.toString());
    assertTrue(line.contains("-XX:-UseSerialGC"), line.toString());
  }

  @Test
  void aClassArchiveOfThisJavaIsNamed() throws IOException {
    Files.createDirectories(home.resolve("aot"));
    Path flows = Files.createFile(home.resolve("aot/java-17.0.1-flows.jsa"));
    Files.createFile(home.resolve("aot/java-25.0.1-linktool.jsa"));

    assertTrue(start(Map.of(), "tracker").contains("-XX:SharedArchiveFile=" + flows));
    assertFalse(start(Map.of(), "linktool").toString().contains("SharedArchiveFile"));
  }

  @Test
  void aCheckoutThatIsNotBuiltIsNamedAndNothingIsBuilt() throws IOException {
    Path checkout = Files.createDirectories(folder.resolve("checkout"));
    Files.createFile(checkout.resolve("pom.xml"));

    Installation.Outcome outcome =
        Installation.run(Map.of("PMTA_TRACKING_HOME", checkout.toString()), "acct_etl");

    assertEquals(1, outcome.exitCode());
    assertEquals(
        "acct_etl: the checkout "
            + checkout
            + " is not built; build it with: bin/demo, or mvn -q package -DskipTests\n",
        outcome.err());
    assertEquals("", outcome.out());
  }

  @Test
  void theOldNameOfAotEndsWithOneLineThatGivesTheNewOne() {
    Installation.Outcome outcome = Installation.run(Map.of(), "pmta-tracking", "archive");

    assertEquals(2, outcome.exitCode());
    assertEquals(
        "pmta-tracking: \"archive\" is now \"aot\": bin/pmta-tracking aot\n", outcome.err());
  }
}
