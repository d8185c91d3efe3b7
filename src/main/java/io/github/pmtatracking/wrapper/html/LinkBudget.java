package io.github.pmtatracking.wrapper.html;

import org.jspecify.annotations.Nullable;

/** Counts the links that are changed, before memory is used for them. */
public interface LinkBudget {
  /**
   * Counts one more link.
   *
   * @param target the URL that the link leads to; null if the tag is changed but the link stays
   * @param name the name given to the link; null if it has none
   * @param width bytes of an ASCII character in this part
   * @return false if this link is one too many
   */
  boolean take(@Nullable String target, @Nullable String name, int width);
}
