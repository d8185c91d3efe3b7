package io.github.pmtatracking.component.smtpproxy.upstream;

import io.github.pmtatracking.component.smtpproxy.api.SmtpReply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an upstream server offers in its answer to EHLO (RFC 5321, 4.1.1.1). */
public final class EhloKeywords {
  private final Map<String, String> parameters = new LinkedHashMap<>();

  /**
   * @param reply the answer to EHLO, its first line is no keyword
   */
  public EhloKeywords(SmtpReply reply) {
    for (String line : reply.lines().subList(1, reply.lines().size())) {
      String[] words = line.strip().split("[ =]", 2);
      // "AUTH=LOGIN" is an old way to write "AUTH LOGIN"; the modern line wins
      parameters.putIfAbsent(words[0].toUpperCase(Locale.ROOT), words.length > 1 ? words[1] : "");
    }
  }

  public boolean offers(String keyword) {
    return parameters.containsKey(keyword);
  }

  /** What stands behind a keyword, empty without. */
  String parameter(String keyword) {
    return parameters.getOrDefault(keyword, "");
  }

  /** Upstream's limit for a message in bytes, 0 for none that it tells (RFC 1870). */
  public long size() {
    try {
      return Math.max(0, Long.parseLong(parameters.getOrDefault("SIZE", "0").strip()));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * The lines that a client may see.
   *
   * @param allowed keywords that are passed on; SIZE, AUTH and STARTTLS are not taken from here
   * @param size what SIZE says, null for no such line
   * @param mechanisms those of AUTH that are passed on; empty for no such line
   * @param startTls whether the proxy offers it
   */
  public List<String> lines(
      Set<String> allowed, @Nullable Long size, Set<String> mechanisms, boolean startTls) {
    List<String> lines = new ArrayList<>();
    if (size != null) {
      lines.add("SIZE " + size);
    }
    parameters.forEach(
        (keyword, parameter) -> {
          if (keyword.equals("AUTH")) {
            List<String> relayed = relayed(parameter, mechanisms);
            if (!relayed.isEmpty()) {
              lines.add("AUTH " + String.join(" ", relayed));
            }
          } else if (allowed.contains(keyword) && !Set.of("SIZE", "STARTTLS").contains(keyword)) {
            lines.add(parameter.isEmpty() ? keyword : keyword + " " + parameter);
          }
        });
    if (startTls) {
      lines.add("STARTTLS");
    }
    return lines;
  }

  private static List<String> relayed(String offered, Set<String> mechanisms) {
    List<String> relayed = new ArrayList<>();
    for (String mechanism : offered.split("[ =]+", -1)) {
      if (mechanisms.contains(mechanism.toUpperCase(Locale.ROOT))) {
        relayed.add(mechanism);
      }
    }
    return relayed;
  }

  /** All of them, as {@code -verbose} shows them. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    parameters.forEach(
        (keyword, parameter) ->
            text.append(text.isEmpty() ? "" : " ")
                .append(keyword)
                .append(parameter.isEmpty() ? "" : " " + parameter));
    return "[" + text + "]";
  }
}
