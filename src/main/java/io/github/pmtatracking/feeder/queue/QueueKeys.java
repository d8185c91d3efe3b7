package io.github.pmtatracking.feeder.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The keys beside the queue, in its slot of a Redis Cluster (docs/formats.md, "Redis keys"). */
public final class QueueKeys {
  private QueueKeys() {}

  /** {@code {queue}:name}, or {@code queue:name} when the queue's key has a hash tag of its own. */
  public static byte[] of(String queue, String name) {
    String prefix = queue.matches(".*\\{[^}]+}.*") ? queue : "{" + queue + "}";
    return (prefix + ":" + name).getBytes(UTF_8);
  }
}
