package io.github.pmtatracking.renamed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlLinesTest {
  private static final YamlLines LINES =
      new YamlLines(
          """
          - beans:
              - name: mine
                type: com.example.Mine
          - routeConfiguration:
              id: retry
          - route:
              from:
                uri: timer:x
                parameters:
                  period: 1000
                steps:
                  - bean:
                      ref: mine
                      method: work
                  - log: done
          """
              .lines()
              .toList());

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "# all of it,|  |",
        "ref: a # was b,|ref: a |",
        "ref: a#b,ref: a#b",
        "uri: \"x?y=#z\",uri: \"x?y=#z\"",
        "text: 'a # b' # c,|text: 'a # b' |"
      })
  void aCommentEndsALine(String line, String code) {
    assertEquals(code.strip(), new YamlLines(List.of(line)).withoutComment(0).strip());
  }

  @Test
  void siblingsAreTheKeysOfTheSameMapping() {
    assertEquals(
        List.of("ref: mine", "method: work"),
        LINES.siblings(13).stream().map(String::strip).toList());
  }

  @Test
  void siblingsOfTheParentAreTheKeysAroundAMapping() {
    assertTrue(
        LINES.siblingsOfParent(9).stream().map(String::strip).toList().contains("uri: timer:x"));
    assertEquals(List.of(), LINES.siblingsOfParent(0));
  }

  @Test
  void onlyTheBeansOfTheFileAreDeclared() {
    assertTrue(LINES.declaresBean("mine"));
    assertFalse(LINES.declaresBean("retry"));
    assertFalse(LINES.declaresBean("min"));
  }

  @Test
  void aKeyOfARouteConfigurationIsKnown() {
    assertTrue(LINES.isOfRouteConfiguration(4));
    assertFalse(LINES.isOfRouteConfiguration(7));
  }
}
