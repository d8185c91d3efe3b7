package io.github.pmtatracking.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.testing.Installation;
import io.github.pmtatracking.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real bin/verify, with a Maven that only tells what it was asked for and then fails. */
class VerifyScriptIT {
  @TempDir private Path folder;
  private Path programs;

  @BeforeEach
  void pretend() throws IOException {
    programs = Files.createDirectory(folder.resolve("programs"));
    program("mvn", "echo \"mvn $*\"; exit 1");
    // npm has nothing to do where this is as wanted
    Files.copy(
        Path.of("src/test/resources/peers/package.json"),
        Files.createDirectory(folder.resolve("peers")).resolve("package.json"));
  }

  @Test
  void anOrdinaryUserIsToldAtTheEndWhatWasNotRun() throws IOException {
    program("id", "echo 1000");
    program("mount", "exit 1");

    Installation.Outcome outcome = verify("", "-Dit.test=SomeIT");

    assertEquals(
        "mvn clean verify -DexcludedGroups=root,mount -Dit.test=SomeIT", line(outcome, "mvn"));
    String root = line(outcome, "not run, needs root:");
    assertTrue(root.contains(" PostfixPeerIT"), root);
    String mounts = line(outcome, "not run, needs root, with the right to mount a file system:");
    assertTrue(mounts.contains(" RejectsWriterIT.aLineThatIsTornByAFullDisk"), mounts);
    assertTrue(mounts.contains(" DiskFull"), mounts);
    List<String> lines = outcome.out().lines().toList();
    assertEquals(mounts, lines.get(lines.size() - 1));
  }

  @Test
  void rootRunsAllTests() throws IOException {
    program("id", "echo 0");
    program("mount", "exit 0");
    program("umount", "exit 0");

    Installation.Outcome outcome = verify("true");

    assertEquals("mvn clean verify", line(outcome, "mvn"));
    assertFalse(outcome.out().contains("not run"), outcome.out());
  }

  @Test
  void inCiATestThatCouldNotRunIsAnError() throws IOException {
    program("id", "echo 1000");

    Installation.Outcome outcome = verify("true");

    assertEquals(1, outcome.exitCode());
    assertTrue(
        outcome.err().matches("bin/verify: CI=true leaves no test out, but some need root: .*\\n"),
        outcome.err());
    assertFalse(outcome.out().contains("mvn"), outcome.out());
  }

  @Test
  void anOrdinaryUserIsToldThePackageOfAMissingProgram() throws IOException {
    program("id", "echo 1000");
    program("perl", "exit 2");

    Installation.Outcome outcome = verify("");

    assertEquals(1, outcome.exitCode());
    assertEquals(
        "bin/verify: missing; install with: apt-get install libnet-ssleay-perl",
        outcome.err().strip());
  }

  @NeedsRoot
  @Test
  void rootInstallsWhatIsMissingAndLeavesThePolicyForServicesAsItWas() throws IOException {
    Path installed = folder.resolve("installed");
    program("id", "echo 0");
    program("perl", "test -e " + installed);
    program("apt-get", "echo \"apt-get $*\"; test \"$1\" = update || touch " + installed);
    boolean policy = Files.exists(Path.of("/usr/sbin/policy-rc.d"));

    Installation.Outcome outcome = verify("");

    assertTrue(
        outcome
            .err()
            .contains("apt-get install -y -qq --no-install-recommends libnet-ssleay-perl\n"),
        outcome.err());
    assertTrue(line(outcome, "mvn").startsWith("mvn clean verify"), outcome.out());
    assertEquals(policy, Files.exists(Path.of("/usr/sbin/policy-rc.d")));
  }

  private Installation.Outcome verify(String ci, String... arguments) {
    ProcessBuilder verify = new ProcessBuilder(Path.of("bin/verify").toAbsolutePath().toString());
    verify.command().addAll(List.of(arguments));
    verify.environment().merge("PATH", programs + ":", (path, first) -> first + path);
    verify.environment().put("PEER_MODULES", folder.resolve("peers").toString());
    verify.environment().put("CI", ci);
    return Installation.run(verify, "");
  }

  private static String line(Installation.Outcome outcome, String beginning) {
    return outcome
        .out()
        .lines()
        .filter(line -> line.startsWith(beginning))
        .findFirst()
        .orElseThrow(() -> new AssertionError(beginning + " in " + outcome));
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
