package io.github.pmtatracking.wrapper.html;

import java.util.List;

/**
 * The tag of a tracking pixel, in pieces between which a line may be broken. It has no alternative
 * text, takes no space, and screen readers skip it.
 */
public final class Pixel {
  private Pixel() {}

  /** For {@code text/html}. */
  public static List<String> html(String url) {
    return List.of(
        "<img",
        " src=\"" + url + "\"",
        " width=\"1\" height=\"1\" border=\"0\" alt=\"\" aria-hidden=\"true\""
            + " style=\"display:block;width:1px;height:1px;border:0;margin:0;padding:0\"",
        ">");
  }

  /** For {@code text/x-amp-html}. */
  public static List<String> ampHtml(String url) {
    return List.of(
        "<amp-img",
        " src=\"" + url + "\"",
        " width=\"1\" height=\"1\" layout=\"fixed\" alt=\"\"",
        "></amp-img>");
  }
}
