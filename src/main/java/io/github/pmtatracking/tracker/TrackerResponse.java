package io.github.pmtatracking.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The response to a client (docs/formats.md, "Tracker answers"); it does not depend on the event.
 *
 * @param status HTTP status code
 * @param contentType media type of the body
 * @param body shared, not to be changed
 * @param location the target of a click, or {@code null}
 * @param cacheControl the header's value, or {@code null}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and shared by equal responses
public record TrackerResponse(
    int status,
    String contentType,
    byte[] body,
    @Nullable String location,
    @Nullable String cacheControl) {
  static final String TEXT = "text/plain; charset=utf-8";
  private static final String NO_STORE = "no-store";
  private static final byte[] NOTHING = {};

  private static final TrackerResponse PIXEL =
      new TrackerResponse(
          200,
          "image/gif",
          Base64.getDecoder()
              .decode("R0lGODlhAQABAIAAAP///////yH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="),
          null,
          "no-cache, max-age=0");
  private static final TrackerResponse ROBOTS = text("User-agent: *\nDisallow: /", null);
  private static final TrackerResponse HOME =
      text(
          "This server opens the links and shows the images of e-mail messages. "
              + "There are no other pages here.",
          null);
  private static final TrackerResponse HEALTHY = text("OK", NO_STORE);
  private static final TrackerResponse NO_ICON =
      new TrackerResponse(204, TEXT, NOTHING, null, "max-age=86400");
  private static final TrackerResponse NOT_FOUND = error(404, "There is no such page here.");

  /**
   * @throws IllegalArgumentException when a text has a control character, which could begin another
   *     header
   */
  public TrackerResponse {
    requireHeaderValue(contentType);
    requireHeaderValue(location);
    requireHeaderValue(cacheControl);
  }

  private static void requireHeaderValue(@Nullable String text) {
    for (int i = text == null ? 0 : text.length(); i > 0; i--) {
      char c = text.charAt(i - 1);
      if (c < ' ' && c != '\t' || c == 0x7f) {
        throw new IllegalArgumentException("a header with a control character");
      }
    }
  }

  private static TrackerResponse text(String line, @Nullable String cacheControl) {
    return new TrackerResponse(200, TEXT, (line + "\n").getBytes(UTF_8), null, cacheControl);
  }

  /** A transparent GIF of one pixel, not to be cached. */
  static TrackerResponse pixel() {
    return PIXEL;
  }

  /** Disallows all paths for crawlers. */
  static TrackerResponse robots() {
    return ROBOTS;
  }

  /** One sentence about the purpose of this host. */
  static TrackerResponse home() {
    return HOME;
  }

  /** The tracker serves. */
  static TrackerResponse healthy() {
    return HEALTHY;
  }

  /** The favicon, which browsers request on their own; there is none. */
  static TrackerResponse noIcon() {
    return NO_ICON;
  }

  /** There is no such page. */
  static TrackerResponse notFound() {
    return NOT_FOUND;
  }

  /** Redirects to a checked URL; not to be cached, so that the next click arrives too. */
  static TrackerResponse redirect(String location) {
    return new TrackerResponse(302, TEXT, NOTHING, location, "private, no-cache, max-age=0");
  }

  /** An error with one line of text; not to be cached. */
  public static TrackerResponse error(int status, String line) {
    return errorPage(status, TEXT, (line + "\n").getBytes(UTF_8));
  }

  /** An error with a given page; not to be cached. */
  static TrackerResponse errorPage(int status, String contentType, byte[] page) {
    return new TrackerResponse(status, contentType, page, null, NO_STORE);
  }
}
