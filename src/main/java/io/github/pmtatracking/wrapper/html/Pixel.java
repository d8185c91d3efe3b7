package io.github.pmtatracking.wrapper.html;

import java.util.List;

/**
 * The picture of one pixel that tells of an open, in pieces between which a line may be broken. No
 * text for those who load no pictures, no room taken, nothing for screen readers.
 */
public final class Pixel {
  private Pixel() {}

  public static List<String> html(String url) {
    return List.of(
        "<img",
        " src=\"" + url + "\"",
        " width=\"1\" height=\"1\" border=\"0\" alt=\"\" aria-hidden=\"true\""
            + " style=\"display:block;width:1px;height:1px;border:0;margin:0;padding:0\"",
        ">");
  }

  /** The same for {@code text/x-amp-html}. */
  public static List<String> ampHtml(String url) {
    return List.of(
        "<amp-img",
        " src=\"" + url + "\"",
        " width=\"1\" height=\"1\" layout=\"fixed\" alt=\"\"",
        "></amp-img>");
  }
}
