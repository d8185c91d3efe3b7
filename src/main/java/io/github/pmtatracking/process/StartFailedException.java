package io.github.pmtatracking.process;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process could not start; the message is one line for the operator. */
public final class StartFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartFailedException(@Nullable String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Tells the innermost cause, with the route or the endpoint where Camel's wrapping exceptions
   * name one.
   */
  static StartFailedException causedBy(Throwable thrown) {
    Throwable root = thrown;
    String where = "";
    while (root.getCause() != null && root.getCause() != root) {
      if (root instanceof StartFailedException known) {
        return known;
      }
      if (where.isEmpty()
          && root.getMessage() != null
          && root.getClass().getName().startsWith("org.apache.camel.")) {
        where = oneLine(root.getMessage());
      }
      root = root.getCause();
    }
    if (root instanceof io.github.pmtatracking.settings.BadSettingException) {
      return new StartFailedException(root.getMessage(), thrown);
    }
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : oneLine(root.getMessage());
    return new StartFailedException(
        where.isEmpty() || where.contains(message)
            ? (where.isEmpty() ? message : where)
            : where + ": " + message,
        thrown);
  }

  /** The first line, and for YAML the one that says where: the others show the text around it. */
  private static String oneLine(String text) {
    List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String where =
        lines.stream()
            .skip(1)
            .filter(line -> line.matches("in .*, line \\d+.*"))
            .findFirst()
            .map(line -> " " + line)
            .orElse("");
    return lines.isEmpty() ? text : lines.get(0) + where;
  }
}
