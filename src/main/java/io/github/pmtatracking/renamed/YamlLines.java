package io.github.pmtatracking.renamed;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The lines of a YAML file in block style, with the mappings that their indentation shows. */
final class YamlLines {
  private final List<String> lines;

  YamlLines(List<String> lines) {
    this.lines = lines;
  }

  /** A line up to its comment: {@code #} at its begin or behind white space, outside of quotes. */
  String withoutComment(int line) {
    String text = lines.get(line);
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '#' && (i == 0 || Character.isWhitespace(text.charAt(i - 1)))) {
        return text.substring(0, i);
      }
    }
    return text;
  }

  /** Whether the file declares a bean of this name under {@code beans}. */
  boolean declaresBean(String name) {
    Pattern declaration = Pattern.compile("(- )?name:\\s*[\"']?" + Pattern.quote(name) + "[\"']?");
    for (int i = 0; i < lines.size(); i++) {
      if (declaration.matcher(withoutComment(i).strip()).matches()) {
        int parent = parent(i);
        if (parent >= 0 && lines.get(parent).strip().matches("(- )?beans:.*")) {
          return true;
        }
      }
    }
    return false;
  }

  /** The lines of the mapping that a line belongs to, itself included, without nested ones. */
  List<String> siblings(int line) {
    int column = keyColumn(line);
    List<String> siblings = new ArrayList<>();
    int first = line;
    while (!beginsItem(first) && first > 0 && isInside(first - 1, column)) {
      first--;
      if (keyColumn(first) == column) {
        siblings.add(lines.get(first));
        if (beginsItem(first)) {
          break;
        }
      }
    }
    siblings.add(lines.get(line));
    for (int i = line + 1; i < lines.size() && isInside(i, column); i++) {
      if (keyColumn(i) == column) {
        if (beginsItem(i)) {
          break;
        }
        siblings.add(lines.get(i));
      }
    }
    return siblings;
  }

  /** The lines of the mapping around the mapping that a line belongs to; empty at the top. */
  List<String> siblingsOfParent(int line) {
    int parent = parent(line);
    return parent < 0 ? List.of() : siblings(parent);
  }

  /** Whether a line is a key of a {@code routeConfiguration}. */
  boolean isOfRouteConfiguration(int line) {
    int parent = parent(line);
    return parent >= 0 && lines.get(parent).strip().matches("(- )?routeConfiguration:.*");
  }

  private int parent(int line) {
    int column = keyColumn(line);
    int parent = line - 1;
    while (parent >= 0 && isInside(parent, column)) {
      parent--;
    }
    return parent;
  }

  private boolean isInside(int line, int column) {
    return lines.get(line).isBlank() || keyColumn(line) >= column;
  }

  private boolean beginsItem(int line) {
    return lines.get(line).strip().startsWith("- ");
  }

  private int keyColumn(int line) {
    String text = lines.get(line);
    int column = text.length() - text.stripLeading().length();
    while (text.startsWith("- ", column)) {
      column += 2;
    }
    return column;
  }
}
