package io.github.pmtatracking.text;

/** The innermost cause of an exception: the one that tells an operator the reason. */
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

  /** The message of the innermost cause; its class and message when it has no message. */
  public static String message(Throwable thrown) {
    Throwable root = of(thrown);
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
