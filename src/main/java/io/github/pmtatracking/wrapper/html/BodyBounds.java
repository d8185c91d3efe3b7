package io.github.pmtatracking.wrapper.html;

import io.github.pmtatracking.wrapper.bytes.Ascii;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import java.util.Locale;
import java.util.Set;

/**
 * Finds where the visible part of an HTML document begins and ends: behind {@code <body>} and
 * before the last {@code </body>}. Without these tags it begins where a parser would open the body
 * itself, so behind a doctype and the head, and it ends before {@code </html>} or with the last
 * token.
 */
final class BodyBounds {
  private static final Set<String> HEAD_ELEMENTS =
      Set.of("html", "head", "meta", "title", "link", "style", "script", "base", "noscript");

  private static final int MAX_NAME_LENGTH = 8;

  private static final int NOWHERE = -1;

  private int bodyTag = NOWHERE;
  private int contentStart = NOWHERE;
  private int bodyEndTag = NOWHERE;
  private int htmlEndTag = NOWHERE;
  private int contentEnd = NOWHERE;
  private boolean unfinished;
  private boolean content;
  private boolean frameset;

  void add(HtmlTokenizer token, ByteRange view) {
    switch (token.kind()) {
      case START_TAG -> startTag(token, view);
      case END_TAG -> endTag(token);
      case TEXT -> text(token, view);
      case UNFINISHED -> unfinished(token, view);
      default -> contentEnd = token.end();
    }
  }

  private void startTag(HtmlTokenizer token, ByteRange view) {
    contentEnd = token.end();
    if (bodyTag == NOWHERE && token.isNamed("body")) {
      bodyTag = token.end();
    } else if (bodyTag == NOWHERE && !content && token.isNamed("frameset")) {
      frameset = true;
    } else if (bodyTag == NOWHERE && !content && !isHeadElement(token, view)) {
      content = true;
      if (contentStart == NOWHERE) {
        contentStart = token.start();
      }
    }
  }

  private static boolean isHeadElement(HtmlTokenizer token, ByteRange view) {
    if (token.nameEnd() - token.nameStart() > MAX_NAME_LENGTH) {
      return false; // before a String is made of a name that may be as long as the mail
    }
    String name = Ascii.latin1(view.bytes(), token.nameStart(), token.nameEnd());
    return HEAD_ELEMENTS.contains(name.toLowerCase(Locale.ROOT));
  }

  private void endTag(HtmlTokenizer token) {
    contentEnd = token.end();
    if (token.isNamed("body")) {
      bodyEndTag = token.start();
    } else if (token.isNamed("html")) {
      htmlEndTag = token.start();
    } else if (contentStart == NOWHERE && token.isNamed("head")) {
      contentStart = token.end();
    }
  }

  private void text(HtmlTokenizer token, ByteRange view) {
    int from = token.start();
    if (from == view.from() && startsWithBom(view)) {
      from += 3;
    }
    int end = token.end();
    if (end == view.to() && isEndTagOpen(token, view)) {
      end = from;
    }
    while (end > from && Ascii.isSpace(view.bytes()[end - 1])) {
      end--;
    }
    if (end > from) {
      content = true;
      contentEnd = end;
      if (contentStart == NOWHERE) {
        contentStart = from;
      }
    } else if (contentEnd == NOWHERE) {
      contentEnd = from;
    }
  }

  /** A pixel may stand before a final {@code </}; behind it, the pixel would belong to it. */
  private void unfinished(HtmlTokenizer token, ByteRange view) {
    if (!isEndTagOpen(token, view)) {
      unfinished = true;
    } else if (contentEnd == NOWHERE) {
      contentEnd = token.start();
    }
  }

  /** Whether the token is {@code </} without a name. */
  private static boolean isEndTagOpen(HtmlTokenizer token, ByteRange view) {
    byte[] bytes = view.bytes();
    int from = token.start();
    return Ascii.startsWithIgnoringCase(bytes, from, token.end(), "</")
        && (token.end() == from + 2 || !Ascii.isLetter(bytes[from + 2]));
  }

  private static boolean startsWithBom(ByteRange view) {
    byte[] bytes = view.bytes();
    int at = view.from();
    return view.length() >= 3
        && bytes[at] == (byte) 0xef
        && bytes[at + 1] == (byte) 0xbb
        && bytes[at + 2] == (byte) 0xbf;
  }

  /** Where the first pixel goes; -1 if the content has no place for it. */
  int start() {
    if (frameset) {
      return NOWHERE; // browsers ignore the frames behind content
    }
    if (bodyTag != NOWHERE) {
      return bodyTag;
    }
    return contentStart != NOWHERE ? contentStart : end();
  }

  /** Where the last pixel goes; -1 if the content has no place for it. */
  int end() {
    if (frameset) {
      return NOWHERE;
    }
    if (bodyEndTag != NOWHERE) {
      return bodyEndTag;
    }
    if (htmlEndTag != NOWHERE) {
      return htmlEndTag;
    }
    return unfinished ? NOWHERE : contentEnd;
  }
}
