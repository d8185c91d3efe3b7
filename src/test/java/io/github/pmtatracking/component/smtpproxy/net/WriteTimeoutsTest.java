package io.github.pmtatracking.component.smtpproxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteTimeoutsTest {
  @Test
  void aWriteThatTakesTooLongIsCut() {
    long[] now = {0};
    List<String> cut = new ArrayList<>();
    WriteTimeouts watch = new WriteTimeouts(1_000, () -> now[0]);
    long quick = watch.begin(() -> cut.add("quick"));
    watch.begin(() -> cut.add("slow"));
    watch.end(quick);
    now[0] = 900_000_000L;
    watch.run();
    assertEquals(List.of(), cut);
    now[0] = 1_200_000_000L;
    watch.run();
    watch.run();
    assertEquals(List.of("slow"), cut);
  }
}
