package io.github.pmtatracking.tracker;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Paths that browsers, crawlers and monitoring request on any host. They are no links, so they
 * count neither as events nor as bad links. Immutable.
 */
final class WellKnownPaths {
  private static final String WELL_KNOWN = "/.well-known/";
  private static final String APPLE_TOUCH_ICON = "/apple-touch-icon";

  /** Requested on any host, and not found here. */
  private static final Set<String> NOT_FOUND =
      Set.of(
          "/favicon.png",
          "/favicon.svg",
          "/browserconfig.xml",
          "/site.webmanifest",
          "/manifest.json",
          "/sitemap.xml",
          "/security.txt",
          "/humans.txt",
          "/ads.txt",
          "/app-ads.txt",
          "/crossdomain.xml");

  private static final int MAX_NOT_FOUND =
      NOT_FOUND.stream().mapToInt(String::length).max().orElse(0);

  private final String healthPath;

  /**
   * @param healthPath the path of health checks; {@code ""} for none
   */
  WellKnownPaths(String healthPath) {
    this.healthPath = healthPath;
  }

  /**
   * Checks a health path.
   *
   * @throws IllegalArgumentException when it is no path; the message says what is wanted
   */
  static String healthPath(String text) {
    boolean visible = text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '?' && c != '#');
    if (!text.isEmpty() && (!text.startsWith("/") || !visible)) {
      throw new IllegalArgumentException("wanted a path such as /healthz, or nothing");
    }
    return text;
  }

  /** The response to such a path, or {@code null} for any other path. */
  @Nullable TrackerResponse response(String path) {
    if (path.equals("/")) {
      return TrackerResponse.home();
    }
    if (path.equals(healthPath)) {
      return TrackerResponse.healthy();
    }
    if (path.equals("/robots.txt")) {
      return TrackerResponse.robots();
    }
    if (path.equals("/favicon.ico")) {
      return TrackerResponse.noIcon();
    }
    return path.startsWith(WELL_KNOWN) || isTouchIcon(path) || isNotFound(path)
        ? TrackerResponse.notFound()
        : null;
  }

  private static boolean isNotFound(String path) {
    return path.length() <= MAX_NOT_FOUND && NOT_FOUND.contains(path);
  }

  private static boolean isTouchIcon(String path) {
    return path.startsWith(APPLE_TOUCH_ICON) && path.endsWith(".png");
  }
}
