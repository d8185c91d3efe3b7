package io.github.pmtatracking.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DerivedEventIdsTest {
  @Test
  void theSameBatchAndPlaceGiveTheSameIdForEver() {
    // Written down: a change here would send ids anew that the API has seen.
    assertEquals("4791689791388561146", new DerivedEventIds("b1").at(0));
    assertEquals(new DerivedEventIds("b1").at(9_999), new DerivedEventIds("b1").at(9_999));
  }

  @Test
  void placesAndBatchesDoNotMeet() {
    Set<String> ids = new HashSet<>();
    for (int batch = 0; batch < 10; batch++) {
      DerivedEventIds derived = new DerivedEventIds("batch " + batch);
      for (int place = 0; place < 10_000; place++) {
        String id = derived.at(place);
        ids.add(id);
        assertTrue(Long.parseLong(id) >= 0);
      }
    }
    assertEquals(100_000, ids.size());
    assertNotEquals(new DerivedEventIds("a").at(1), new DerivedEventIds("b").at(1));
  }
}
