package io.github.pmtatracking.spool;

import static io.github.pmtatracking.spool.SpoolTest.appendAll;
import static io.github.pmtatracking.spool.SpoolTest.drained;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolFoldersTest {
  @TempDir Path parent;

  @Test
  void eachProcessHasASubFolderOfItsOwn() throws Exception {
    SpoolFolders folders = new SpoolFolders(options());
    try (Spool first = folders.openOwn();
        Spool second = folders.openOwn()) {
      assertEquals(parent.resolve("0"), first.options().folder());
      assertEquals(parent.resolve("1"), second.options().folder());
      appendAll(first, "one");
      appendAll(second, "two");
      assertEquals(List.of("one"), drained(first));
    }
  }

  @Test
  void whatAnEndedProcessLeftCanBeDrainedByAnother() throws Exception {
    SpoolFolders folders = new SpoolFolders(options());
    try (Spool own = folders.openOwn()) {
      try (Spool other = folders.openOwn()) {
        appendAll(other, "left behind");
        appendAll(own, "mine");
        assertEquals(2, folders.withSegments().size());
        for (SpoolOptions used : folders.withSegments()) {
          assertTrue(Spool.openIfFree(used).isEmpty());
        }
      }
      try (Spool left = Spool.openIfFree(folders.withSegments().get(1)).orElseThrow()) {
        assertEquals(List.of("left behind"), drained(left));
      }
    }
  }

  @Test
  void aParentThatIsNotThereYetHoldsNothing() throws Exception {
    SpoolOptions absent = options().withFolder(parent.resolve("absent"));
    assertEquals(List.of(), new SpoolFolders(absent).withSegments());
  }

  private SpoolOptions options() {
    return SpoolOptions.of("accounting.spool", parent, 1 << 20);
  }
}
