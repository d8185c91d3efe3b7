package io.github.pmtatracking.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisURI;
import java.util.stream.Collectors;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration.WithAuthentication;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The same Redis for {@code spring-redis:}. The configuration is made here by hand, since {@code
 * LettuceConnectionFactory.createRedisConfiguration} drops TLS and time-outs.
 */
final class SpringRedis implements AutoCloseable {
  private final LettuceConnectionFactory factory;
  private final StringRedisTemplate template;

  SpringRedis(RedisAddress address) {
    RedisURI uri = address.first();
    LettuceClientConfiguration.LettuceClientConfigurationBuilder client =
        LettuceClientConfiguration.builder()
            .commandTimeout(uri.getTimeout())
            .clientOptions(
                ClientOptions.builder()
                    .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                    .build());
    if (uri.isSsl()) {
      client.useSsl();
    }
    factory = new LettuceConnectionFactory(configuration(address), client.build());
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

  private static RedisConfiguration configuration(RedisAddress address) {
    RedisURI uri = address.first();
    if (address.cluster()) {
      RedisClusterConfiguration cluster =
          new RedisClusterConfiguration(
              address.nodes().stream()
                  .map(node -> node.getHost() + ":" + node.getPort())
                  .collect(Collectors.toList()));
      authenticate(cluster, uri);
      return cluster;
    }
    if (uri.getSocket() != null) {
      RedisSocketConfiguration socket = new RedisSocketConfiguration(uri.getSocket());
      socket.setDatabase(uri.getDatabase());
      authenticate(socket, uri);
      return socket;
    }
    if (uri.getSentinelMasterId() != null) {
      RedisSentinelConfiguration sentinel = new RedisSentinelConfiguration();
      sentinel.setMaster(uri.getSentinelMasterId());
      uri.getSentinels()
          .forEach(node -> sentinel.addSentinel(new RedisNode(node.getHost(), node.getPort())));
      sentinel.setDatabase(uri.getDatabase());
      authenticate(sentinel, uri);
      return sentinel;
    }
    RedisStandaloneConfiguration single =
        new RedisStandaloneConfiguration(uri.getHost(), uri.getPort());
    single.setDatabase(uri.getDatabase());
    authenticate(single, uri);
    return single;
  }

  private static void authenticate(WithAuthentication configuration, RedisURI uri) {
    var credentials = uri.getCredentialsProvider().resolveCredentials().block();
    if (credentials != null && credentials.hasUsername()) {
      configuration.setUsername(credentials.getUsername());
    }
    if (credentials != null && credentials.hasPassword()) {
      configuration.setPassword(RedisPassword.of(credentials.getPassword()));
    }
  }
}
