package io.github.pmtatracking.renamed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OldRouteNamesTest {
  private static final OldRouteNames OLD =
      new OldRouteNames(
          RenamedNames.parse(
              """
              setting feeder.hold.look-again feeder.paused.retry-interval
              bean visits trackingRequests
              bean ingestTimeouts -
              method ingestAnswers.judge ingestAnswers.handle
              method visits.read trackingRequests.answer
              route-configuration retry-or-set-aside retry-until-accepted
              route old-route new-route
              class io.example.Old io.example.api.Old
              header CamelLinesTorn CamelLinesTruncated
              option lines.maxLines lines.maxBatchLines
              log-field host address
              """));

  private static List<OldName> found(String yaml) {
    return OLD.inFile("my.camel.yaml", yaml.lines().toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ref: visits",
        "ref: \"visits\"",
        "encoders: \"#visits\"",
        "uri: \"netty-http:http://x?encoders=#visits\"",
        "uri: bean:visits",
        "binding: \"#bean:visits\"",
        "onExceptionOccurredRef: visits",
        "uri: \"http://{{bean:visits.address}}\"",
        "simple: \"${bean:visits.size}\"",
        "simple: \"${ref:visits}\""
      })
  void aBeanIsFoundWhereverARouteMayNameIt(String line) {
    assertEquals(
        List.of(new OldName("my.camel.yaml", 1, "bean", "visits", "trackingRequests")),
        found(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ref: visitsOfMine",
        "ref: visits-of-mine",
        "description: visits are counted",
        "# ref: visits",
        "id: visits",
        "ref: trackingRequests # was visits, ref: visits",
        "log: \"order #visits done\"",
        "constant: \"see https://wiki.example/stats#visits\"",
        "to: seda:old-route",
        "simple: \"{{feeder.hold.look-again-later}}\"",
        "routeConfigurationId: retry-or-set-aside-2",
        "exceptions: io.example.Older",
        "exceptions: my.io.example.Old",
        "method: judge",
        "maxLines: 5",
        "log: host"
      })
  void otherTextIsNoOldName(String line) {
    assertEquals(List.of(), found(line));
  }

  @Test
  void aMethodIsFoundBesideItsBean() {
    String route =
        """
        - route:
            from:
              uri: direct:a
              steps:
                - bean:
                    ref: ingestAnswers
                    method: "judge(${body})"
                - filter:
                    method:
                      method: judge
                      ref: "ingestAnswers"
                    steps:
                      - bean:
                          ref: mine
                          method: judge
                - to: "bean:ingestAnswers?method=judge"
                - setBody:
                    simple: "${bean:ingestAnswers.judge}"
        """;
    assertEquals(List.of(7, 10, 16, 18), found(route).stream().map(OldName::line).toList());
    assertEquals(
        "my.camel.yaml, line 7: the method ingestAnswers.judge is now called ingestAnswers.handle",
        found(route).get(0).message());
  }

  @Test
  void aMethodOfARenamedBeanIsFoundUnderBothNamesOfTheBean() {
    assertEquals(1, found("ref: trackingRequests\nmethod: read").size());
    assertEquals(2, found("ref: visits\nmethod: read").size());
  }

  @Test
  void aRouteConfigurationIsFoundWhereItIsMadeAndWhereItIsChosen() {
    String yaml =
        """
        - routeConfiguration:
            description: mine
            id: retry-or-set-aside
        - route:
            routeConfigurationId: "retry-or-set-aside"
            from:
              uri: direct:a
              steps:
                - log:
                    id: retry-or-set-aside
        """;
    assertEquals(List.of(3, 5), found(yaml).stream().map(OldName::line).toList());
  }

  @Test
  void aParameterIsFoundUnderItsComponent() {
    String yaml =
        """
        - route:
            from:
              uri: lines:accounting
              parameters:
                files: "#mine"
                maxLines: 5
              steps:
                - to:
                    uri: other:x
                    parameters:
                      maxLines: 5
                - to: "lines:x?files=#a&maxLines=5"
        """;
    assertEquals(List.of(6, 12), found(yaml).stream().map(OldName::line).toList());
  }

  @Test
  void settingsClassesHeadersAndRoutesAreFound() {
    String yaml =
        """
        delay: "{{feeder.hold.look-again}}"
        delay: "{{?feeder.hold.look-again:5s}}"
        exception:
          - io.example.Old
        simple: "${header.CamelLinesTorn}"
        uri: "controlbus:route?routeId=old-route&action=stop"
        """;
    assertEquals(List.of(1, 2, 4, 5, 6), found(yaml).stream().map(OldName::line).toList());
  }

  @Test
  void aStartNamesTheFirstAndCountsTheOthers() {
    List<OldName> both = found("timeouts: \"#ingestTimeouts\"\nref: visits");
    assertEquals(
        "my.camel.yaml, line 1: the bean ingestTimeouts does not exist any more (and 1 more)"
            + "; docs/upgrading.md, \"Renamed\", lists all old and new names",
        OldName.message(both));
  }

  @Test
  void aBeanThatTheFileDeclaresIsTheOperatorsOwn() {
    String route =
        """
        - route:
            from:
              uri: timer:x
              steps:
                - bean:
                    ref: visits
                    method: read
        """;
    String beans =
        """
        - beans:
            - name: visits
              type: com.example.Visits
        """;

    assertEquals(2, found(route).size());
    assertEquals(List.of(), found(beans + route));
  }
}
