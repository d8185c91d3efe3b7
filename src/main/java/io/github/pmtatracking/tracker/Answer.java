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
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final byte[] NOTHING = {};

  private static final Answer PIXEL =
      new Answer(
          200,
          "image/gif",
          Base64.getDecoder()
              .decode("R0lGODlhAQABAIAAAP///////yH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="),
          null,
          "no-cache, max-age=0");
  private static final Answer ROBOTS =
      new Answer(200, TEXT, "User-agent: *\nDisallow: /\n".getBytes(UTF_8), null, null);

  /** A transparent GIF of one pixel, not to be cached. */
  static Answer pixel() {
    return PIXEL;
  }

  /** No crawler has business here. */
  static Answer robots() {
    return ROBOTS;
  }

  /** Leads on to a checked URL. */
  static Answer redirect(String location) {
    return new Answer(302, TEXT, NOTHING, location, null);
  }

  /** An error with one line of text. */
  static Answer error(int status, String line) {
    return new Answer(status, TEXT, (line + "\n").getBytes(UTF_8), null, null);
  }
}
