package io.github.pmtatracking.renamed;

import java.util.Arrays;

/** The kinds of names in the table. */
public enum NameKind {
  /** A key of the settings file; in the environment and in route files too. */
  SETTING("setting"),
  /** A bean that a route names. */
  BEAN("bean"),
  /** A method that a route calls, as {@code bean.method}. */
  METHOD("method"),
  /** The id of a route. */
  ROUTE("route"),
  /** The id of a route configuration, in {@code errors.camel.yaml} and where a route chooses it. */
  ROUTE_CONFIGURATION("route-configuration"),
  /** The full name of a class in a route file, such as that of an exception. */
  CLASS("class"),
  /** A header of a message in a route. */
  HEADER("header"),
  /** A parameter of an endpoint in a route, as {@code component.parameter}. */
  OPTION("option"),
  /** A check of {@code /observe/health}. Only the monitoring of a site knows its name. */
  HEALTH_CHECK("health-check"),
  /** A field of a log line. Only the programs that read the log of a site know its name. */
  LOG_FIELD("log-field");

  private final String word;

  NameKind(String word) {
    this.word = word;
  }

  /** The word for it in the table. */
  public String word() {
    return word;
  }

  /**
   * @throws IllegalArgumentException for another word
   */
  static NameKind of(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no kind of name: " + word));
  }
}
