package io.github.pmtatracking.redis;

import io.github.pmtatracking.settings.Settings;
import io.lettuce.core.RedisURI;
import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The address of one Redis: a single server, a server behind sentinels, a cluster, or a socket on
 * this machine.
 *
 * <p>Written {@code redis://[[user:]password@]host[:port][/database]}, {@code rediss://} the same
 * over TLS, {@code redis-sentinel://} or {@code rediss-sentinel://} with {@code
 * [[user:]password@]host[:port],host.../database#master}, {@code redis-cluster://} or {@code
 * rediss-cluster://} with one or more hosts, {@code
 * unix://[[user:]password@]/path/to/socket[?database=n]}. In user and password, all characters but
 * letters and digits must be percent-encoded.
 *
 * @param text as the operator wrote it, without its password
 * @param nodes the addresses to start from; several for a cluster only
 * @param cluster whether commands are spread over a cluster's slots
 * @param tls is used when the address is one over TLS
 */
record RedisAddress(String text, List<RedisURI> nodes, boolean cluster, RedisTls tls) {
  private static final String WANTED =
      "wanted redis://host:port/db, rediss://, redis-sentinel://host,host#master,"
          + " redis-cluster://host,host, unix:///path or embedded";

  /**
   * @param url as in the class comment
   * @param timeout of connecting and of each command
   * @throws IllegalArgumentException when the text is not an address of Redis
   */
  static RedisAddress parse(String url, Duration timeout, RedisTls tls) {
    boolean cluster = url.startsWith("redis-cluster://") || url.startsWith("rediss-cluster://");
    requireEncodedPassword(url);
    List<RedisURI> nodes = new ArrayList<>();
    try {
      if (cluster) {
        nodes.addAll(clusterNodes(url));
      } else if (url.startsWith("unix://")) {
        nodes.add(RedisURI.create("redis-socket://" + url.substring("unix://".length())));
      } else {
        nodes.add(RedisURI.create(url));
      }
      nodes.forEach(RedisAddress::requirePort);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new IllegalArgumentException(
          url.matches("rediss?-sentinel://[^#]+#?")
              ? "wanted the name that the sentinels know the master by, as in"
                  + " redis-sentinel://host,host#master"
              : WANTED,
          e);
    }
    if (cluster && nodes.get(0).getDatabase() != 0) {
      throw new IllegalArgumentException("wanted no database: a cluster has only database 0");
    }
    for (RedisURI node : nodes) {
      node.setTimeout(timeout);
      node.getSentinels().forEach(sentinel -> sentinel.setTimeout(timeout));
    }
    return new RedisAddress(Settings.withoutCredentials(url), List.copyOf(nodes), cluster, tls);
  }

  private static List<RedisURI> clusterNodes(String url) {
    String rest = url.substring(url.indexOf("://") + 3);
    String user = rest.substring(0, rest.lastIndexOf('@') + 1);
    String[] hostsAndOptions = rest.substring(user.length()).split("(?=[/?])", 2);
    String options = hostsAndOptions.length == 2 ? hostsAndOptions[1] : "";
    String scheme = url.startsWith("rediss") ? "rediss://" : "redis://";
    List<RedisURI> nodes = new ArrayList<>();
    for (String host : hostsAndOptions[0].split(",", -1)) {
      nodes.add(RedisURI.create(scheme + user + host + options));
    }
    return nodes;
  }

  /** These characters end it or have another meaning. */
  private static void requireEncodedPassword(String url) {
    int start = url.indexOf("://") + 3;
    int at = url.lastIndexOf('@');
    if (at > start
        && !url.startsWith("unix:")
        && url.substring(start, at).matches("(?s).*([/?#\\s]|%(?![0-9a-fA-F]{2})).*")) {
      throw new IllegalArgumentException(
          "wanted user and password percent-encoded: %25 for %, %2F for /, %3F for ?, %23 for #");
    }
  }

  /** URI takes a port that is not a number for a part of the host name. */
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
