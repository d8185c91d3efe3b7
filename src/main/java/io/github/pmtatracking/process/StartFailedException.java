package io.github.pmtatracking.process;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.text.RootCause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process could not start; the message is one line for the operator. */
public final class StartFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartFailedException(@Nullable String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Gives the innermost cause, with the route or the endpoint where Camel's wrapping exceptions
   * name one.
   */
  static StartFailedException causedBy(Throwable thrown) {
    StartFailedException known = RootCause.find(thrown, StartFailedException.class);
    if (known != null) {
      return known;
    }
    Throwable root = RootCause.of(thrown);
    String where = "";
    for (Throwable outer = thrown; outer != null && outer != root; outer = outer.getCause()) {
      if (where.isEmpty()
          && outer.getMessage() != null
          && outer.getClass().getName().startsWith("org.apache.camel.")) {
        where = oneLine(outer.getMessage());
      }
    }
    if (root instanceof BadSettingException) {
      return new StartFailedException(root.getMessage(), thrown);
    }
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : oneLine(root.getMessage());
    if (where.isEmpty()) {
      return new StartFailedException(message, thrown);
    }
    return new StartFailedException(
        where.contains(message) ? where : where + ": " + message, thrown);
  }

  /**
   * The first line; for YAML also the line with the position. The others show the text around it.
   */
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
