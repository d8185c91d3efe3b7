package io.github.pmtatracking.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The same Redis for {@code spring-redis:}, by a client as all others have: what Spring would make
 * of an address by itself drops TLS and time-outs.
 */
final class SpringRedis implements AutoCloseable {
  private final LettuceConnectionFactory factory;
  private final StringRedisTemplate template;

  /**
   * @param client makes the client, which is shut down by {@link #close}
   */
  SpringRedis(RedisAddress address, Supplier<AbstractRedisClient> client) {
    factory = new Factory(address, client);
    // Redis may be away: the connection is opened by the first command
    factory.setEagerInitialization(false);
    factory.afterPropertiesSet();
    factory.start();
    template = new StringRedisTemplate(factory);
  }

  StringRedisTemplate template() {
    return template;
  }

  @Override
  public void close() {
    factory.destroy();
  }

  private static final class Factory extends LettuceConnectionFactory {
    private final Supplier<AbstractRedisClient> client;

    Factory(RedisAddress address, Supplier<AbstractRedisClient> client) {
      super(
          shape(address),
          LettuceClientConfiguration.builder()
              .commandTimeout(address.first().getTimeout())
              .build());
      this.client = client;
    }

    @Override
    protected AbstractRedisClient createClient() {
      return client.get();
    }

    /** One server or a cluster; where it is, the client knows. */
    private static RedisConfiguration shape(RedisAddress address) {
      RedisURI uri = address.first();
      if (address.cluster()) {
        return new RedisClusterConfiguration(List.of(uri.getHost() + ":" + uri.getPort()));
      }
      RedisStandaloneConfiguration single = new RedisStandaloneConfiguration();
      single.setDatabase(uri.getDatabase());
      return single;
    }
  }
}
