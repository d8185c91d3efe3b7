package io.github.pmtatracking.settings;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant, for messages about unknown names. */
final class NearestName {
  private static final int MAX_EDITS = 3;

  private NearestName() {}

  /**
   * The known name that a wrong one becomes with the fewest edits.
   *
   * @return null if none is near: at most 3 edits, and one for each 4 characters
   */
  static @Nullable String of(String wrong, Collection<String> known) {
    String nearest = null;
    int fewest = Math.min(MAX_EDITS, wrong.length() / 4) + 1;
    for (String name : known) {
      if (Math.abs(name.length() - wrong.length()) < fewest) {
        int edits = edits(wrong, name);
        if (edits < fewest) {
          fewest = edits;
          nearest = name;
        }
      }
    }
    return nearest;
  }

  /** Characters to insert, delete or replace (Levenshtein). */
  private static int edits(String a, String b) {
    int[] before = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] now = new int[b.length() + 1];
      now[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(replaced, 1 + Math.min(before[j], now[j - 1]));
      }
      before = now;
    }
    return before[b.length()];
  }
}
