package io.github.pmtatracking.renamed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OldSettingsTest {
  private static final OldSettings OLD =
      new OldSettings(
          RenamedNames.parse(
              """
              # a comment

              setting feeder.retry.longest feeder.retry.max
              setting a.b-c a.b.c
              setting feeder.gone -
              """));

  @Test
  void aKeyOfTheFileIsFoundWithItsLine() {
    List<String> lines = List.of("# feeder.retry.longest=1s", "", "  feeder.retry.longest = 5s");
    assertEquals(
        List.of(
            new OldName("my.properties", 3, "setting", "feeder.retry.longest", "feeder.retry.max")),
        OLD.inFile("my.properties", Set.of("feeder.retry.longest", "redis.url"), lines));
  }

  @Test
  void aKeyThatIsWrittenWithEscapesIsFoundWithoutItsLine() {
    assertEquals(
        "my.properties: the setting feeder.gone does not exist any more",
        OLD.inFile("my.properties", Set.of("feeder.gone"), List.of("feeder\\u002egone=1"))
            .get(0)
            .message());
  }

  @Test
  void aVariableOfTheEnvironmentIsFound() {
    assertEquals(
        "environment: the variable FEEDER_RETRY_LONGEST is now called FEEDER_RETRY_MAX",
        OLD.inEnvironment(Map.of("FEEDER_RETRY_LONGEST", "5s", "HOME", "/")).get(0).message());
  }

  @Test
  void aVariableThatStandsForTheNewNameTooIsNotOld() {
    assertEquals(List.of(), OLD.inEnvironment(Map.of("A_B_C", "1")));
  }

  @Test
  void anOptionOfTheJvmIsFound() {
    assertEquals(
        "JAVA_OPTS: the option -Dfeeder.retry.longest is now called -Dfeeder.retry.max",
        OLD.inSystemProperties(Map.of("feeder.retry.longest", "5s")::get).get(0).message());
  }

  @Test
  void anEmptyVariableIsNotInUse() {
    assertEquals(List.of(), OLD.inEnvironment(Map.of("FEEDER_RETRY_LONGEST", "")));
  }
}
