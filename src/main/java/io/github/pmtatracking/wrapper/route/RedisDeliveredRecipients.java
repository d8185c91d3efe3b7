package io.github.pmtatracking.wrapper.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pmtatracking.component.smtpproxy.api.DeliveredRecipients;
import io.github.pmtatracking.lettuce.LuaScript;
import io.github.pmtatracking.lettuce.RedisSource;
import io.github.pmtatracking.lettuce.Replies;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers in Redis who got his copy in an attempt that failed in part, so that it does not matter
 * to which wrapper the client comes next. The set {@code {wrapper}:served:<attempt>} holds the
 * recipients; {@code {wrapper}:served} holds the attempts by time, as our keys carry no expiry
 * (docs/formats.md, "Redis keys") but are swept with each write. What Redis does not take is kept
 * here and said again: the client is to hear what upstream said, and nobody is to get a second copy
 * for it. Thread-safe.
 */
final class RedisDeliveredRecipients implements DeliveredRecipients {
  private static final Logger LOG = LoggerFactory.getLogger(RedisDeliveredRecipients.class);
  private static final String INDEX = "{wrapper}:served";
  private static final String KEPT_SECONDS = "86400";
  private static final long FRESH_NANOS = 1_000_000_000L;
  private static final int MOST_UNSAID = 10_000;
  private static final LuaScript SERVED = script("served");
  private static final LuaScript REMEMBER = script("served-remember");
  private static final LuaScript FORGET = script("served-forget");
  private static final LuaScript SWEEP = script("served-sweep");

  private final RedisSource redis;
  private final Duration timeout;
  private final LongSupplier nanoClock;
  private final Deque<Change> unsaid = new ConcurrentLinkedDeque<>();
  private volatile @Nullable Look look;

  /** Recipients who are to be remembered or forgotten. */
  private record Change(boolean remember, String attempt, List<String> recipients) {
    void applyTo(Set<String> served) {
      if (remember) {
        served.addAll(recipients);
      } else {
        recipients.forEach(served::remove);
      }
    }
  }

  /** What Redis said lately. */
  private record Look(long time, boolean there, boolean any) {}

  /**
   * @param timeout how long Redis may take to answer
   * @param nanoClock such as {@code System::nanoTime}
   */
  RedisDeliveredRecipients(RedisSource redis, Duration timeout, LongSupplier nanoClock) {
    this.redis = redis;
    this.timeout = timeout;
    this.nanoClock = nanoClock;
  }

  @Override
  public boolean available() {
    return look().there();
  }

  /** False when Redis cannot tell. */
  @Override
  public boolean any() {
    Look now = look();
    return now.any() || now.there() && !unsaid.isEmpty();
  }

  private Look look() {
    Look last = look;
    long now = nanoClock.getAsLong();
    if (last != null && now - last.time() < FRESH_NANOS) {
      return last;
    }
    Look next;
    try {
      next = new Look(now, true, Replies.await(redis.get().exists(bytes(INDEX)), timeout) > 0);
    } catch (RedisException e) {
      // one recipient can be served without a memory: to him nothing is given twice by a copy
      next = new Look(now, false, false);
    }
    look = next;
    return next;
  }

  @Override
  public Set<String> served(String attempt) throws IOException {
    settle();
    Set<String> recipients = new LinkedHashSet<>();
    for (byte[] recipient : run(SERVED, attempt, List.of())) {
      recipients.add(new String(recipient, UTF_8));
    }
    for (Change change : unsaid) {
      if (change.attempt().equals(attempt)) {
        change.applyTo(recipients);
      }
    }
    return recipients;
  }

  @Override
  public void remember(String attempt, Collection<String> recipients) throws IOException {
    change(new Change(true, attempt, List.copyOf(recipients)));
  }

  @Override
  public void forget(String attempt, Collection<String> recipients) throws IOException {
    change(new Change(false, attempt, List.copyOf(recipients)));
  }

  private void change(Change change) throws IOException {
    if (unsaid.size() >= MOST_UNSAID) {
      throw new IOException("Redis has not taken the last " + MOST_UNSAID + " partial deliveries");
    }
    unsaid.addLast(change);
    settle();
  }

  /** Says what Redis has not heard, oldest first, as far as it listens. */
  private void settle() {
    for (Change next = unsaid.poll(); next != null; next = unsaid.poll()) {
      try {
        say(next);
        look = null;
      } catch (IOException e) {
        unsaid.addFirst(next);
        LOG.warn("Who has had his copy of a message is kept here for now: {}", e.getMessage());
        return;
      }
    }
  }

  private void say(Change change) throws IOException {
    List<byte[]> old =
        run(change.remember() ? REMEMBER : FORGET, change.attempt(), change.recipients());
    for (byte[] name : old) {
      run(SWEEP, new String(name, UTF_8), List.of());
    }
  }

  private List<byte[]> run(LuaScript script, String attempt, Collection<String> recipients)
      throws IOException {
    byte[][] arguments = new byte[recipients.size() + 2][];
    arguments[0] = bytes(KEPT_SECONDS);
    arguments[1] = bytes(attempt);
    int i = 2;
    for (String recipient : recipients) {
      arguments[i++] = bytes(recipient);
    }
    byte[][] keys = {bytes(INDEX), key(attempt)};
    try {
      return script.run(redis, timeout, keys, arguments);
    } catch (RedisException e) {
      throw new IOException("Redis cannot tell who was served before: " + e.getMessage(), e);
    }
  }

  private static byte[] key(String attempt) {
    return bytes(INDEX + ":" + attempt);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static LuaScript script(String name) {
    return LuaScript.load(RedisDeliveredRecipients.class, name, ScriptOutputType.MULTI);
  }
}
