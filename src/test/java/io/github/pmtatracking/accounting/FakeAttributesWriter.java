package io.github.pmtatracking.accounting;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;

/** Stands in for Redis: takes records, refuses them, or does not answer. */
final class FakeAttributesWriter implements AttributesWriter {
  enum Mode {
    TAKES,
    REFUSES,
    STALLS
  }

  final Map<String, String> written = new ConcurrentSkipListMap<>();
  volatile Mode mode = Mode.TAKES;
  volatile int calls;

  @Override
  public CompletableFuture<Void> write(List<AttributeRecord> attributes) {
    calls++;
    if (mode == Mode.TAKES) {
      attributes.forEach(
          one -> written.put(new String(one.key(), UTF_8), new String(one.json(), UTF_8)));
    }
    return answer();
  }

  @Override
  public CompletableFuture<Void> probe() {
    return answer();
  }

  private CompletableFuture<Void> answer() {
    return switch (mode) {
      case TAKES -> CompletableFuture.completedFuture(null);
      case REFUSES -> CompletableFuture.failedFuture(new IllegalStateException("OOM"));
      case STALLS -> new CompletableFuture<>();
    };
  }
}
