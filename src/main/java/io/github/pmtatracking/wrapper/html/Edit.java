package io.github.pmtatracking.wrapper.html;

import io.github.pmtatracking.link.Action;
import org.jspecify.annotations.Nullable;

/** Something to change in HTML, the same for all recipients; places are offsets in the content. */
public sealed interface Edit {
  /** Where it begins. */
  int start();

  /**
   * A link that is to lead through the tracker.
   *
   * @param start of the attribute's value, behind its quote
   * @param end of the value, before its quote
   * @param attributeStart where a line may be broken before the attribute
   * @param attributeEnd where a line may be broken behind it
   * @param target where it led
   * @param linkName name given to it
   * @param unsubscribe whether following it means to unsubscribe
   */
  record Link(
      int start,
      int end,
      int attributeStart,
      int attributeEnd,
      String target,
      @Nullable String linkName,
      boolean unsubscribe)
      implements Edit {}

  /** A picture that tells of an open. */
  record Pixel(int start, Action action) implements Edit {}

  /** An attribute that was meant for us. */
  record Removal(int start, int end) implements Edit {}
}
