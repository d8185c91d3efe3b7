package io.github.pmtatracking.component.smtpproxy.upstream;

import io.github.pmtatracking.component.smtpproxy.api.InvalidOptionException;
import io.github.pmtatracking.component.smtpproxy.net.CidrBlock;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Maps a client network or user to the local address of the connection to upstream, so that
 * upstream's rules for source addresses apply to them. Immutable.
 */
public final class SourceAddresses {
  private static final String OPTION = "upstreamSource";
  private static final String USER = "user:";

  private final List<Rule> networks = new ArrayList<>();
  private final Map<String, InetAddress> users = new HashMap<>();

  private record Rule(CidrBlock network, InetAddress source) {}

  /**
   * Reads {@code 10.1.0.0/16=127.0.1.1,user:fred@example.com=127.0.1.2}; the first network that
   * contains the client counts.
   *
   * @throws InvalidOptionException when the text has another form
   */
  public SourceAddresses(String text) {
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        add(part.strip());
      }
    }
  }

  private void add(String rule) {
    int equals = rule.lastIndexOf('=');
    if (equals > 0) {
      String who = rule.substring(0, equals).strip();
      InetAddress source = source(rule.substring(equals + 1).strip(), rule);
      if (who.startsWith(USER)) {
        users.put(who.substring(USER.length()), source);
      } else {
        networks.add(new Rule(network(who, rule), source));
      }
      return;
    }
    throw unusable(rule);
  }

  private static CidrBlock network(String text, String rule) {
    try {
      return CidrBlock.parse(text, OPTION);
    } catch (IllegalArgumentException e) {
      throw unusable(rule);
    }
  }

  private static InetAddress source(String text, String rule) {
    CidrBlock one = network(text, rule);
    if (one.isSingle()) {
      return one.address();
    }
    throw unusable(rule);
  }

  private static InvalidOptionException unusable(String rule) {
    return new InvalidOptionException(
        OPTION,
        "\""
            + rule
            + "\": wanted network=address or user:name=address, as in 10.1.0.0/16=127.0.1.1");
  }

  /** The local address for a client; null if no rule applies. */
  public @Nullable InetAddress forClient(InetAddress client) {
    for (Rule rule : networks) {
      if (rule.network().contains(client)) {
        return rule.source();
      }
    }
    return null;
  }

  /** Whether there are rules for users. */
  public boolean hasUsers() {
    return !users.isEmpty();
  }

  /** The local address for a user; null if no rule applies. */
  public @Nullable InetAddress forUser(String name) {
    return users.get(name);
  }
}
