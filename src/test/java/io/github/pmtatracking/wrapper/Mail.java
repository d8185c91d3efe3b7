package io.github.pmtatracking.wrapper;

import io.github.pmtatracking.link.BadLinkException;
import io.github.pmtatracking.link.LinkDecoder;
import io.github.pmtatracking.link.TrackingLink;
import io.github.pmtatracking.link.TrackingUrl;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Short ways to write a mail down, to rewrite it, and to read what came out. */
public final class Mail {
  public static final TrackingUrl TRACKER = new TrackingUrl("https://track.example.net/t");
  static final String RECIPIENT = "reader@example.com";
  public static final RewritePolicy EVERYTHING = RewritePolicy.tracking(true, true, true);
  public static final RewritePolicy CLICKS = RewritePolicy.tracking(false, false, true);
  public static final RewritePolicy OPENS = RewritePolicy.tracking(true, true, false);

  private Mail() {}

  /** Lines with CRLF behind each, bytes as characters. */
  public static byte[] lines(String... lines) {
    return bytes(String.join("\r\n", lines) + "\r\n");
  }

  public static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  public static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** A mail with an id that is one HTML part without transfer encoding. */
  public static byte[] html(String... lines) {
    return lines(
        "X-Sp-Message-Id: 0000id\r\nContent-Type: text/html; charset=utf-8",
        "",
        String.join("\r\n", lines));
  }

  public static TrackedCopy rewrite(RewritePolicy policy, byte[] message) {
    return new MessageRewriter(TRACKER, policy).rewrite(message, List.of(RECIPIENT)).get(0);
  }

  /** What stands behind the header block. */
  public static String body(TrackedCopy copy) {
    String text = text(copy.message());
    return text.substring(text.indexOf("\r\n\r\n") + 4);
  }

  /** The body of a mail of one HTML part, links to the tracker put in words: {@code [c target]}. */
  public static String rewritten(RewritePolicy policy, String... lines) {
    return inWords(body(rewrite(policy, html(lines)))).replaceFirst("\r\n$", "");
  }

  public static String inWords(String html) {
    StringBuilder words = new StringBuilder();
    int at = 0;
    String base = "https://track.example.net/t/";
    for (int i = html.indexOf(base); i >= 0; i = html.indexOf(base, at)) {
      int end = i + base.length();
      while (end < html.length()
          && (Character.isLetterOrDigit(html.charAt(end))
              || "-_=".indexOf(html.charAt(end)) >= 0)) {
        end++;
      }
      TrackingLink link = decode(html.substring(i, end));
      words.append(html, at, i).append('[').append(link.action().code());
      words.append(link.targetUrl().isEmpty() ? "" : " " + link.targetUrl());
      words.append(link.linkName() == null ? "" : " name=" + link.linkName());
      words.append(link.unsubscribe() ? " unsubscribe" : "").append(']');
      at = end;
    }
    return words.append(html.substring(at)).toString();
  }

  static TrackingLink decode(String url) {
    try {
      return new LinkDecoder().decode(URI.create(url).getRawPath());
    } catch (BadLinkException bad) {
      throw new AssertionError(url, bad);
    }
  }
}
