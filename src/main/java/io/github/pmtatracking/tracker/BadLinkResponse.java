package io.github.pmtatracking.tracker;

import io.github.pmtatracking.link.BadLinkException;
import io.github.pmtatracking.settings.BadSettingException;
import io.github.pmtatracking.settings.FileErrors;
import io.github.pmtatracking.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The response to a link that cannot be read: one plain sentence, a page of the operator ({@code
 * tracker.bad-link.page}), or a redirect ({@code tracker.bad-link.redirect}).
 */
final class BadLinkResponse {
  private static final String PAGE = "tracker.bad-link.page";
  private static final String REDIRECT = "tracker.bad-link.redirect";
  private static final int MAX_PAGE_BYTES = 64 * 1024;
  private static final String SENTENCE =
      "This link is incomplete or damaged and cannot be opened. "
          + "Please go back to the message and open the link there, or ask its sender.";

  private BadLinkResponse() {}

  /**
   * Makes the response according to the settings. The page is read now, and not again.
   *
   * @throws BadSettingException when the page cannot be read or is too large, the URL is invalid,
   *     or both are set
   */
  static TrackerResponse of(Settings settings) {
    String page = settings.pathOrEmpty(PAGE);
    String redirect = settings.text(REDIRECT);
    if (!page.isEmpty() && !redirect.isEmpty()) {
      throw new BadSettingException(
          settings.describe(PAGE)
              + " and "
              + settings.describe(REDIRECT)
              + " are both set; wanted one of them");
    }
    if (!redirect.isEmpty()) {
      return TrackerResponse.redirect(settings.convert(REDIRECT, BadLinkResponse::target));
    }
    return page.isEmpty()
        ? TrackerResponse.error(400, SENTENCE)
        : settings.convert(PAGE, text -> page(Path.of(page)));
  }

  private static String target(String url) {
    try {
      return RedirectTarget.of(url);
    } catch (BadLinkException bad) {
      throw new IllegalArgumentException("wanted an http or https URL", bad);
    }
  }

  // 400 and not 200: monitoring, link checkers and caches must not take the page for the target.
  private static TrackerResponse page(Path file) {
    String contentType = contentType(String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT));
    try {
      if (Files.size(file) > MAX_PAGE_BYTES) {
        throw new IllegalArgumentException(
            "the file has " + Files.size(file) + " bytes; wanted at most " + MAX_PAGE_BYTES);
      }
      return TrackerResponse.errorPage(400, contentType, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the file cannot be read (%s); wanted a readable .html or .txt file"
              .formatted(FileErrors.reason(e)),
          e);
    }
  }

  private static String contentType(String name) {
    if (name.endsWith(".html") || name.endsWith(".htm")) {
      return "text/html; charset=utf-8";
    }
    if (name.endsWith(".txt")) {
      return TrackerResponse.TEXT;
    }
    throw new IllegalArgumentException("wanted a file that ends in .html or .txt, in UTF-8");
  }
}
