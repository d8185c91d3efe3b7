package io.github.pmtatracking.wrapper;

import io.github.pmtatracking.link.Action;
import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.wrapper.html.Edit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Wraps links: makes the tracking URLs of one copy of a message, and counts the ones that were put
 * into it. {@link HtmlBody} decides their places in the bytes. One copy, one thread.
 */
final class TrackingLinks {
  private final BiFunction<TrackingLink, @Nullable String, String> urls;
  private final String messageId;
  private final String recipient;
  private int links;
  private int pixels;

  /**
   * The links of one copy.
   *
   * @param urls gives the URL of a link with a sub-path, or with null
   */
  TrackingLinks(
      BiFunction<TrackingLink, @Nullable String, String> urls, String messageId, String recipient) {
    this.urls = urls;
    this.messageId = messageId;
    this.recipient = recipient;
  }

  /** The tracking URL that replaces a link, escaped for an attribute. */
  String click(Edit.Link link, Action action) {
    return attribute(
        new TrackingLink(
            action, link.target(), messageId, recipient, link.linkName(), link.unsubscribe()),
        link.subPath());
  }

  /** The tracking URL of a pixel, escaped for an attribute. */
  String open(Action action) {
    return attribute(new TrackingLink(action, "", messageId, recipient, null, false), null);
  }

  void countLink() {
    links++;
  }

  void countPixel() {
    pixels++;
  }

  int links() {
    return links;
  }

  int pixels() {
    return pixels;
  }

  // The path of wrapper.tracking-url may hold characters that end or change an attribute.
  private String attribute(TrackingLink link, @Nullable String subPath) {
    String url = urls.apply(link, subPath);
    return url.indexOf('&') < 0 && url.indexOf('\'') < 0
        ? url
        : url.replace("&", "&amp;").replace("'", "&#39;");
  }
}
