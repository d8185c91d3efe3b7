package io.github.pmtatracking.fuzz;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A few thousand inputs of one seed against each program; {@link Fuzz} does it for long. */
class FuzzIT {
  private static final long SEED = 4711;
  private static final long INPUTS = 1_500;

  static List<Fuzz.Kind> kinds() {
    return Fuzz.Kind.all();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void honestWorkIsDoneAmongNoise(Fuzz.Kind kind, @TempDir Path folder) throws Exception {
    System.out.println(kind.run(folder, SEED, number -> number < INPUTS));
  }
}
