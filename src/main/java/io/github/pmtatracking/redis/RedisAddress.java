package io.github.pmtatracking.redis;

import io.github.pmtatracking.settings.Settings;
import io.lettuce.core.RedisURI;
import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where one Redis is: a single server, a server behind sentinels, a cluster, or a socket on this
 * machine.
 *
 * <p>Written {@code redis://[[user:]password@]host[:port][/database]}, {@code rediss://} the same
 * over TLS, {@code redis-sentinel://[password@]host[:port],host.../database#master}, {@code
 * redis-cluster://} or {@code rediss-cluster://} with one or more hosts, {@code
 * unix:///path/to/socket[?database=n]}.
 *
 * @param text as the operator wrote it, without its password
 * @param nodes the addresses to start from; several for a cluster only
 * @param cluster whether commands are spread over a cluster's slots
 */
record RedisAddress(String text, List<RedisURI> nodes, boolean cluster) {

  /**
   * @param url as in the class comment
   * @param timeout of connecting and of each command
   * @throws IllegalArgumentException when the text is no address of Redis
   */
  static RedisAddress parse(String url, Duration timeout) {
    boolean cluster = url.startsWith("redis-cluster://") || url.startsWith("rediss-cluster://");
    List<RedisURI> nodes = new ArrayList<>();
    try {
      if (cluster) {
        String rest = url.substring(url.indexOf("://") + 3);
        String user = rest.contains("@") ? rest.substring(0, rest.lastIndexOf('@') + 1) : "";
        String scheme = url.startsWith("rediss") ? "rediss://" : "redis://";
        for (String host : rest.substring(user.length()).split(",", -1)) {
          nodes.add(RedisURI.create(scheme + user + host));
        }
      } else if (url.startsWith("unix://")) {
        nodes.add(RedisURI.create("redis-socket://" + url.substring("unix://".length())));
      } else {
        nodes.add(RedisURI.create(url));
      }
      nodes.forEach(RedisAddress::requirePort);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new IllegalArgumentException(
          "wanted redis://host:port/db, rediss://, redis-sentinel://host,host#master, redis-cluster://host,host,"
              + " unix:///path or embedded",
          e);
    }
    nodes.forEach(node -> node.setTimeout(timeout));
    return new RedisAddress(Settings.withoutCredentials(url), List.copyOf(nodes), cluster);
  }

  /** A port that is no number is taken for a part of the host's name. */
  private static void requirePort(RedisURI node) {
    String host = node.getHost();
    if (host != null && host.indexOf(':') >= 0 && !NetUtil.isValidIpV6Address(host)) {
      throw new IllegalArgumentException(host);
    }
  }

  RedisURI first() {
    return nodes.get(0);
  }

  @Override
  public String toString() {
    return text;
  }
}
