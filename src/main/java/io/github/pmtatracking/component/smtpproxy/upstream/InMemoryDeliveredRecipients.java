package io.github.pmtatracking.component.smtpproxy.upstream;

import io.github.pmtatracking.component.smtpproxy.api.DeliveredRecipients;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Remembers recipients in this process only, for a single proxy. Thread-safe. */
public final class InMemoryDeliveredRecipients implements DeliveredRecipients {
  private static final Duration KEPT = Duration.ofDays(1);
  private static final int MAX_ATTEMPTS = 100_000;

  private final InstantSource clock;
  private final Map<String, Attempt> attempts = new HashMap<>();

  private record Attempt(Instant last, Set<String> served) {}

  public InMemoryDeliveredRecipients() {
    this(InstantSource.system());
  }

  public InMemoryDeliveredRecipients(InstantSource clock) {
    this.clock = clock;
  }

  /** False when the limit of remembered attempts is reached. */
  @Override
  public synchronized boolean available() {
    Instant old = clock.instant().minus(KEPT);
    if (attempts.size() >= MAX_ATTEMPTS) {
      attempts.values().removeIf(attempt -> attempt.last().isBefore(old));
    }
    return attempts.size() < MAX_ATTEMPTS;
  }

  @Override
  public synchronized boolean any() {
    return !attempts.isEmpty();
  }

  @Override
  public synchronized Set<String> served(String attempt) {
    Attempt known = attempts.get(attempt);
    if (known == null || known.last().isBefore(clock.instant().minus(KEPT))) {
      return Set.of();
    }
    return Set.copyOf(known.served());
  }

  @Override
  public synchronized void remember(String attempt, Collection<String> recipients) {
    Set<String> served = new HashSet<>(served(attempt));
    served.addAll(recipients);
    attempts.put(attempt, new Attempt(clock.instant(), served));
  }

  @Override
  public synchronized void forget(String attempt, Collection<String> recipients) {
    Attempt known = attempts.get(attempt);
    if (known != null) {
      known.served().removeAll(recipients);
      if (known.served().isEmpty()) {
        attempts.remove(attempt);
      }
    }
  }
}
