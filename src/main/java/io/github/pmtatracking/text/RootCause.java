package io.github.pmtatracking.text;

import org.jspecify.annotations.Nullable;

/**
 * The causes of an exception: the innermost, which tells an operator the reason, or the first of a
 * type.
 */
public final class RootCause {
  private static final int MAX_DEPTH = 64;

  private RootCause() {}

  /** The innermost cause; the exception itself when it has none. Ends when causes form a circle. */
  public static Throwable of(Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; depth < MAX_DEPTH && root.getCause() != null; depth++) {
      root = root.getCause();
    }
    return root;
  }

  /**
   * The first exception of a type: the exception itself or one of its causes, from the outermost to
   * the innermost; null if there is none. Ends when causes form a circle.
   */
  public static <T> @Nullable T find(Throwable thrown, Class<T> type) {
    Throwable cause = thrown;
    for (int depth = 0; depth <= MAX_DEPTH && cause != null; depth++) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
      cause = cause.getCause();
    }
    return null;
  }

  /** The message of the innermost cause; its class and message when it has no message. */
  public static String message(Throwable thrown) {
    Throwable root = of(thrown);
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
