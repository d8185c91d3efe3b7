package io.github.pmtatracking.flow;

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
        where = firstLine(root.getMessage());
      }
      root = root.getCause();
    }
    if (root instanceof io.github.pmtatracking.settings.BadSettingException) {
      return new StartFailedException(root.getMessage(), thrown);
    }
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : firstLine(root.getMessage());
    return new StartFailedException(
        where.isEmpty() || where.contains(message)
            ? (where.isEmpty() ? message : where)
            : where + ": " + message,
        thrown);
  }

  private static String firstLine(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse(text);
  }
}
