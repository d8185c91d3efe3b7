package io.github.pmtatracking.distribution;

import java.util.stream.Stream;

/** Versions by their numbers: 4.1.9.Final is before 4.1.137.Final. */
final class Versions {
  private Versions() {}

  static int compare(String one, String other) {
    int[] left = numbers(one);
    int[] right = numbers(other);
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int compared =
          Integer.compare(i < left.length ? left[i] : 0, i < right.length ? right[i] : 0);
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  private static int[] numbers(String version) {
    return Stream.of(version.split("[.-]"))
        .takeWhile(part -> part.matches("\\d+"))
        .mapToInt(Integer::parseInt)
        .toArray();
  }
}
