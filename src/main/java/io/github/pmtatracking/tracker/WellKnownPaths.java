package io.github.pmtatracking.tracker;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Paths that browsers, crawlers and monitoring ask for on any host. They are no links, so their
 * answers count neither as events nor as bad links. Immutable.
 */
final class WellKnownPaths {
  private static final String WELL_KNOWN = "/.well-known/";
  private static final String APPLE_TOUCH_ICON = "/apple-touch-icon";

  /** What is asked for without a link to it, and is not here. */
  private static final Set<String> NOT_HERE =
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

  private static final int MAX_NOT_HERE =
      NOT_HERE.stream().mapToInt(String::length).max().orElse(0);

  private final String healthPath;

  /**
   * Answers for health too.
   *
   * @param healthPath the path at which monitoring asks whether the tracker serves; {@code ""} for
   *     none
   */
  WellKnownPaths(String healthPath) {
    this.healthPath = healthPath;
  }

  /**
   * Checks a health path.
   *
   * @throws IllegalArgumentException with what was wanted
   */
  static String healthPath(String text) {
    boolean visible = text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '?' && c != '#');
    if (!text.isEmpty() && (!text.startsWith("/") || !visible)) {
      throw new IllegalArgumentException("wanted a path such as /healthz, or nothing");
    }
    return text;
  }

  /** The answer to such a path, or {@code null} if it is none of them. */
  @Nullable TrackerResponse answer(String path) {
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
    return path.startsWith(WELL_KNOWN) || isTouchIcon(path) || isNotHere(path)
        ? TrackerResponse.notFound()
        : null;
  }

  private static boolean isNotHere(String path) {
    return path.length() <= MAX_NOT_HERE && NOT_HERE.contains(path);
  }

  private static boolean isTouchIcon(String path) {
    return path.startsWith(APPLE_TOUCH_ICON) && path.endsWith(".png");
  }
}
