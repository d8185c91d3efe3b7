package io.github.pmtatracking.renamed;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds old names in route files. It reads the YAML line by line, so that it can tell the line, and
 * finds names also in a file that Camel cannot load.
 */
public final class OldRouteNames {
  private static final String END = "(?![\\w-])";

  private final List<Rule> rules = new ArrayList<>();

  /** A pattern for a name, and the key beside it that must have a certain value, if any. */
  private record Rule(RenamedName name, Pattern pattern, Neighbor neighbor) {}

  private interface Neighbor {
    boolean isThere(YamlLines lines, int line);
  }

  public OldRouteNames(RenamedNames names) {
    for (RenamedName name : names.rows()) {
      addRules(name, names);
    }
  }

  private void addRules(RenamedName name, RenamedNames names) {
    String old = Pattern.quote(name.oldName());
    switch (name.kind()) {
      case SETTING -> {
        add(name, "\\{\\{[?!]?\\s*" + old + "\\s*(?=[:}])");
        add(name, "\\bproperties:" + old + END);
      }
      case BEAN -> {
        Neighbor notDeclared = (lines, line) -> !lines.declaresBean(name.oldName());
        add(name, "([rR]ef:\\s*[\"']?#?|(?<!#)\\bbean:)" + old + END, notDeclared);
        // only as a whole value: a text or a URL may contain the same word
        add(name, "[\"'=]#(bean:)?" + old + "(?=[\"'&]|\\s*$)", notDeclared);
      }
      case METHOD -> addMethod(name, names);
      case ROUTE -> add(name, "\\brouteId\\s*[:=]\\s*[\"']?" + old + END);
      case ROUTE_CONFIGURATION -> {
        add(name, "\\brouteConfigurationId:\\s*[\"']?" + old + END);
        add(name, "\\bid:\\s*[\"']?" + old + END, YamlLines::isOfRouteConfiguration);
      }
      case CLASS -> add(name, "(?<![\\w.])" + old + "(?!\\w)");
      case HEADER -> add(name, "(?<!\\w)" + old + "(?!\\w)");
      case OPTION -> addOption(name);
      case HEALTH_CHECK, LOG_FIELD -> {
        // no route uses them
      }
    }
  }

  /** {@code bean.method} in an expression, or the keys {@code ref} and {@code method} of a step. */
  private void addMethod(RenamedName name, RenamedNames names) {
    String owner = RenamedName.owner(name.oldName());
    String bean = "(" + Pattern.quote(owner) + alias(owner, names) + ")";
    String method = Pattern.quote(RenamedName.member(name.oldName())) + END;
    add(name, "\\bbean:" + bean + "(\\.|\\?method=)" + method);
    Pattern ref = Pattern.compile("\\bref:\\s*[\"']?" + bean + END);
    add(
        name,
        "\\bmethod:\\s*[\"']?" + method,
        (lines, line) ->
            !lines.declaresBean(owner)
                && lines.siblings(line).stream().anyMatch(text -> ref.matcher(text).find()));
  }

  /** A bean that was renamed too may have either name beside an old method. */
  private static String alias(String bean, RenamedNames names) {
    StringBuilder others = new StringBuilder();
    names
        .rows(NameKind.BEAN)
        .filter(row -> row.oldName().equals(bean) || row.newName().equals(bean))
        .forEach(
            row ->
                others
                    .append('|')
                    .append(Pattern.quote(row.oldName()))
                    .append('|')
                    .append(Pattern.quote(row.newName())));
    return others.toString();
  }

  /** {@code ?parameter=} behind the component's scheme, or a key under {@code parameters}. */
  private void addOption(RenamedName name) {
    String scheme = "\\b" + Pattern.quote(RenamedName.owner(name.oldName())) + ":";
    String option = Pattern.quote(RenamedName.member(name.oldName()));
    add(name, scheme + "\\S*[?&]" + option + "=");
    Pattern uri = Pattern.compile("\\b(uri:\\s*[\"']?)" + scheme);
    add(
        name,
        "^\\s*[\"']?" + option + "[\"']?:",
        (lines, line) ->
            lines.siblingsOfParent(line).stream().anyMatch(text -> uri.matcher(text).find()));
  }

  private void add(RenamedName name, String regex) {
    add(name, regex, (lines, line) -> true);
  }

  private void add(RenamedName name, String regex, Neighbor neighbor) {
    rules.add(new Rule(name, Pattern.compile(regex), neighbor));
  }

  /**
   * Finds the old names in a file.
   *
   * @param place the file's name for messages
   * @param text its lines
   */
  public List<OldName> inFile(String place, List<String> text) {
    YamlLines lines = new YamlLines(text);
    List<OldName> found = new ArrayList<>();
    for (int i = 0; i < text.size(); i++) {
      String code = lines.withoutComment(i);
      for (Rule rule : rules) {
        Matcher matcher = rule.pattern().matcher(code);
        if (matcher.find() && rule.neighbor().isThere(lines, i)) {
          RenamedName name = rule.name();
          found.add(new OldName(place, i + 1, name.kind().word(), name.oldName(), name.newName()));
        }
      }
    }
    return found;
  }
}
