package io.github.pmtatracking.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a reader is answered (FACTS.md 2), whatever becomes of the event.
 *
 * @param status HTTP status code
 * @param contentType media type of the body
 * @param body octets, shared and not to be changed
 * @param location where a click leads to, or {@code null}
 * @param cacheControl the header's value, or {@code null}
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared nowhere, and shared by all that answer the same
public record Answer(
    int status,
    String contentType,
    byte[] body,
    @Nullable String location,
    @Nullable String cacheControl) {
  static final String TEXT = "text/plain; charset=utf-8";
  private static final String NO_STORE = "no-store";
  private static final byte[] NOTHING = {};

  private static final Answer PIXEL =
      new Answer(
          200,
          "image/gif",
          Base64.getDecoder()
              .decode("R0lGODlhAQABAIAAAP///////yH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="),
          null,
          "no-cache, max-age=0");
  private static final Answer ROBOTS = text("User-agent: *\nDisallow: /", null);
  private static final Answer HOME =
      text(
          "This server opens the links and shows the images of e-mail messages. "
              + "There are no other pages here.",
          null);
  private static final Answer HEALTHY = text("OK", NO_STORE);
  private static final Answer NO_ICON = new Answer(204, TEXT, NOTHING, null, "max-age=86400");
  private static final Answer NOT_FOUND = error(404, "There is no such page here.");

  private static Answer text(String line, @Nullable String cacheControl) {
    return new Answer(200, TEXT, (line + "\n").getBytes(UTF_8), null, cacheControl);
  }

  /** A transparent GIF of one pixel, not to be cached. */
  static Answer pixel() {
    return PIXEL;
  }

  /** No crawler has business here. */
  static Answer robots() {
    return ROBOTS;
  }

  /** Says what this host is, to whoever opens it without a link. */
  static Answer home() {
    return HOME;
  }

  /** The tracker serves. */
  static Answer healthy() {
    return HEALTHY;
  }

  /** Browsers ask for an icon by themselves; there is none. */
  static Answer noIcon() {
    return NO_ICON;
  }

  /** There is no such page. */
  static Answer notFound() {
    return NOT_FOUND;
  }

  /** Leads on to a checked URL; not to be cached, so that the next click is seen too. */
  static Answer redirect(String location) {
    return new Answer(302, TEXT, NOTHING, location, "private, no-cache, max-age=0");
  }

  /** An error with one line of text; not to be cached. */
  static Answer error(int status, String line) {
    return errorPage(status, TEXT, (line + "\n").getBytes(UTF_8));
  }

  /** An error with a page of its own; not to be cached. */
  static Answer errorPage(int status, String contentType, byte[] page) {
    return new Answer(status, contentType, page, null, NO_STORE);
  }
}
