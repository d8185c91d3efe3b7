package io.github.pmtatracking.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.accounting.route.AccountingFlow;
import io.github.pmtatracking.feeder.route.FeederFlow;
import io.github.pmtatracking.process.Flow;
import io.github.pmtatracking.process.FlowProcess;
import io.github.pmtatracking.process.StartFailedException;
import io.github.pmtatracking.renamed.OldName;
import io.github.pmtatracking.renamed.OldRouteNames;
import io.github.pmtatracking.renamed.RenamedNames;
import io.github.pmtatracking.settings.Settings;
import io.github.pmtatracking.tracker.route.TrackerFlow;
import io.github.pmtatracking.wrapper.route.WrapperFlow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Route files of version 187a1ab: a start with one ends with the new name of the first old one. */
class RoutesBeforeTest {
  private static final Path BEFORE = Path.of("src/test/resources/routes-before");

  @TempDir private Path folder;

  static Stream<Flow> flows() {
    return Stream.of(new AccountingFlow(), new TrackerFlow(), new WrapperFlow(), new FeederFlow());
  }

  private static List<OldName> oldNames(Path file) throws Exception {
    return new OldRouteNames(RenamedNames.load()).inFile(file.toString(), Files.readAllLines(file));
  }

  private static String refusal(Flow flow, Path routes) {
    FlowProcess process =
        new FlowProcess(Settings.load(null, Map.of(), Map.of()), List.of(flow), routes, null);
    return assertThrows(StartFailedException.class, process::start).getMessage();
  }

  @ParameterizedTest
  @MethodSource("flows")
  void eachProgramEndsWithTheNewNameOfAnErrorClass(Flow flow) {
    String file = BEFORE.resolve("errors.camel.yaml").toString();
    String message = refusal(flow, BEFORE);

    assertTrue(message.startsWith(file + ", line "), message);
    assertTrue(message.contains(" is now called "), message);
    assertFalse(message.contains("\n"), message);
  }

  @ParameterizedTest
  @MethodSource("flows")
  void eachFileOfAProgramIsReadForOldNames(Flow flow) throws Exception {
    String name = flow.routes().get(0) + ".camel.yaml";
    Path file = Files.copy(BEFORE.resolve(name), folder.resolve(name));
    List<OldName> found = oldNames(file);

    if (!found.isEmpty()) {
      assertEquals(OldName.message(found), refusal(flow, folder));
    }
  }

  @Test
  void theOldNameOfTheRefusalIsFoundInItsLine() throws Exception {
    assertTrue(
        oldNames(BEFORE.resolve("errors.camel.yaml"))
            .contains(
                new OldName(
                    BEFORE.resolve("errors.camel.yaml").toString(),
                    61,
                    "class",
                    "io.github.pmtatracking.component.smtpproxy.SmtpRefusal",
                    "io.github.pmtatracking.component.smtpproxy.api.SmtpRefusal")));
  }
}
