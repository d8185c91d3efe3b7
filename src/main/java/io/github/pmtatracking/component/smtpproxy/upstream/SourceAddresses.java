package io.github.pmtatracking.component.smtpproxy.upstream;

import io.github.pmtatracking.text.CidrBlock;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From which local address upstream is reached for whom, so that upstream's rules per source can
 * tell clients apart. Immutable.
 */
public final class SourceAddresses {
  private static final String USER = "user:";

  private final List<Rule> networks = new ArrayList<>();
  private final Map<String, InetAddress> users = new HashMap<>();

  private record Rule(CidrBlock network, InetAddress source) {}

  /**
   * Reads {@code 10.1.0.0/16=127.0.1.1,user:fred@example.com=127.0.1.2}; the first network that
   * fits counts.
   *
   * @throws IllegalArgumentException when it is nothing like that
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
        networks.add(new Rule(CidrBlock.parse(who, "upstreamSource"), source));
      }
      return;
    }
    throw unusable(rule);
  }

  private static InetAddress source(String text, String rule) {
    CidrBlock one = CidrBlock.parse(text, "upstreamSource");
    if (one.isSingle()) {
      return one.address();
    }
    throw unusable(rule);
  }

  private static IllegalArgumentException unusable(String rule) {
    return new IllegalArgumentException(
        "upstreamSource: \""
            + rule
            + "\": wanted network=address or user:name=address, as in 10.1.0.0/16=127.0.1.1");
  }

  /** The address for a client, null for any. */
  public @Nullable InetAddress forClient(InetAddress client) {
    for (Rule rule : networks) {
      if (rule.network().contains(client)) {
        return rule.source();
      }
    }
    return null;
  }

  public boolean hasUsers() {
    return !users.isEmpty();
  }

  /** The address for a user, null if none is meant for him. */
  public @Nullable InetAddress forUser(String name) {
    return users.get(name);
  }
}
