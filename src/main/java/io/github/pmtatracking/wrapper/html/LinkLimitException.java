package io.github.pmtatracking.wrapper.html;

/** The HTML has more links, or longer ones, than the {@link LinkBudget} allows. */
public final class LinkLimitException extends Exception {
  private static final long serialVersionUID = 1L;

  LinkLimitException() {
    super("more links than the budget allows", null, false, false);
  }
}
