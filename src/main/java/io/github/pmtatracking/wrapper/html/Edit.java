package io.github.pmtatracking.wrapper.html;

import io.github.pmtatracking.link.Action;
import org.jspecify.annotations.Nullable;

/** One change in HTML, the same for all recipients. Places are byte offsets in the content. */
public sealed interface Edit {
  /** Where the change begins. */
  int start();

  /**
   * A link to wrap, so that it leads to the tracker.
   *
   * @param start of the attribute's value, behind its quote
   * @param end of the value, before its quote
   * @param attributeStart where a line may be broken before the attribute
   * @param attributeEnd where a line may be broken behind it
   * @param target the URL in the message
   * @param linkName its {@code data-msys-linkname}; null if it has none
   * @param unsubscribe whether a click on it is an unsubscribe
   * @param subPath its {@code data-msys-sublink}, put into the path of the tracking URL; null if it
   *     has none
   */
  record Link(
      int start,
      int end,
      int attributeStart,
      int attributeEnd,
      String target,
      @Nullable String linkName,
      boolean unsubscribe,
      @Nullable String subPath)
      implements Edit {}

  /** A tracking pixel to insert. */
  record Pixel(int start, Action action) implements Edit {}

  /** A {@code data-msys} attribute to remove. */
  record Removal(int start, int end) implements Edit {}
}
