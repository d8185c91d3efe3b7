package io.github.pmtatracking.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.Settings;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisAddressTest {
  private static final Settings DEFAULTS = Settings.load(null, Map.of(), Map.of());
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  @Test
  void userPasswordDatabaseAndOptionsHoldForEachNodeOfACluster() {
    RedisAddress address = parse("rediss-cluster://fred:a%40b%2C@one:7001,two?verifyPeer=CA");

    assertTrue(address.cluster());
    assertEquals(List.of("one", "two"), address.nodes().stream().map(RedisURI::getHost).toList());
    assertEquals(List.of(7001, 6379), address.nodes().stream().map(RedisURI::getPort).toList());
    for (RedisURI node : address.nodes()) {
      RedisCredentials credentials = node.getCredentialsProvider().resolveCredentials().block();
      assertEquals("fred", credentials.getUsername());
      assertEquals("a@b,", new String(credentials.getPassword()));
      assertEquals(SslVerifyMode.CA, node.getVerifyMode());
      assertTrue(node.isSsl());
    }
  }

  @Test
  void theTimeOutHoldsForEachSentinelToo() {
    RedisAddress address = parse("redis-sentinel://one,two:5000/2#events");

    assertEquals("events", address.first().getSentinelMasterId());
    assertEquals(2, address.first().getDatabase());
    assertEquals(
        List.of(TIMEOUT, TIMEOUT),
        address.first().getSentinels().stream().map(RedisURI::getTimeout).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://h:6379              | wanted redis://host:port/db",
        "redis:h                    | wanted redis://host:port/db",
        "redis://                   | wanted redis://host:port/db",
        "redis://h:70000            | wanted redis://host:port/db",
        "redis://h/name             | wanted redis://host:port/db",
        "redis-cluster://h,/1       | wanted redis://host:port/db",
        "redis-cluster://h/1        | a cluster has only database 0",
        "redis-cluster://           | wanted redis://host:port/db",
        "redis-sentinel://h,i       | the name that the sentinels know the master by",
        "redis-sentinel://:pw@h,i/0 | the name that the sentinels know the master by",
        "redis-sentinel://h#        | the name that the sentinels know the master by",
        "redis://:s3/cret@h         | percent-encoded",
        "redis://u:12?s3cret@h      | percent-encoded",
        "redis://:s3#cret@h         | percent-encoded",
        "redis://:s3%cret@h         | percent-encoded",
        "unix://                    | wanted redis://host:port/db",
      })
  void whatIsNoAddressIsRefusedInOneLineThatNamesTheSetting(String url, String wanted) {
    BadSettingException e =
        assertThrows(
            BadSettingException.class,
            () -> new RedisConnections(DEFAULTS.with("redis.url", url)).close());

    String message = e.getMessage();
    assertTrue(message.startsWith("redis.url = \"" + url.substring(0, 6)), message);
    assertTrue(message.contains(wanted), message);
    assertFalse(message.contains("cret") || message.contains("\n"), message);
  }

  private static RedisAddress parse(String url) {
    return RedisAddress.parse(url, TIMEOUT, RedisTls.of(DEFAULTS));
  }
}
