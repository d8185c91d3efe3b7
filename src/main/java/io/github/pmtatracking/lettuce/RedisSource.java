package io.github.pmtatracking.lettuce;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/** Gives the commands of a connection to Redis. Implementations are thread-safe. */
@FunctionalInterface
public interface RedisSource {
  /**
   * The asynchronous commands, with keys and values as bytes. Does not wait for a reply.
   *
   * @throws io.lettuce.core.RedisException while Redis is unavailable
   */
  RedisClusterAsyncCommands<byte[], byte[]> get();
}
