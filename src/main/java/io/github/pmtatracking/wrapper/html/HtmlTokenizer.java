package io.github.pmtatracking.wrapper.html;

import io.github.pmtatracking.wrapper.bytes.Ascii;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Splits HTML into tokens by the tokenization states of the WHATWG standard (HTML, 13.2.5). Works
 * on bytes and copies nothing. Tokens follow each other without a gap: together they are the input.
 * Scripting is off. Foreign content (SVG, MathML) is read like HTML; its tags are at the same
 * places either way. One use, one thread.
 */
final class HtmlTokenizer {
  enum Kind {
    TEXT,
    /** Content of an element without markup, such as style, title and textarea. */
    RAW_TEXT,
    START_TAG,
    END_TAG,
    COMMENT,
    /** DOCTYPE, processing instructions and all else that browsers skip up to {@code >}. */
    DECLARATION,
    /** A tag, comment or raw text that is open at the end of the input; browsers drop it. */
    UNFINISHED
  }

  /** Attributes of one tag that are kept; later ones are skipped. */
  private static final int MAX_ATTRIBUTES = 1_000;

  private static final Set<String> RAW_TEXT_ELEMENTS =
      Set.of("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes");

  /** An element name that never ends, as no byte has this value. */
  private static final String NEVER = "\uffff";

  private final byte[] html;
  private final int to;
  private Kind kind = Kind.TEXT;
  private int start;
  private int at;
  private int nameEnd;
  private String rawTextUntil = "";
  private int[] attributes = new int[64];
  private int attributeCount;
  private int openForeign;

  HtmlTokenizer(ByteRange html) {
    this(html.bytes(), html.from(), html.to());
  }

  HtmlTokenizer(byte[] html, int from, int to) {
    this.html = html;
    this.at = from;
    this.to = to;
  }

  /** Moves to the next token; false at the end of the input. */
  boolean next() {
    start = at;
    if (at == to) {
      return false;
    }
    if (!rawTextUntil.isEmpty()) {
      String element = rawTextUntil;
      rawTextUntil = "";
      readRawText(element);
      if (at > start) {
        return true;
      }
    }
    if (html[at] == '<' && readMarkup()) {
      return true;
    }
    kind = Kind.TEXT;
    at = Ascii.indexOf(html, at + 1, to, '<');
    return true;
  }

  Kind kind() {
    return kind;
  }

  int start() {
    return start;
  }

  int end() {
    return at;
  }

  /** Whether the tag's name is this one, which is in lower case. */
  boolean isNamed(String name) {
    return Ascii.equalsIgnoringCase(html, nameStart(), nameEnd, name);
  }

  int nameStart() {
    return start + (kind == Kind.END_TAG ? 2 : 1);
  }

  int nameEnd() {
    return nameEnd;
  }

  int attributeCount() {
    return attributeCount;
  }

  int attributeStart(int i) {
    return attributes[i * 4];
  }

  int attributeNameEnd(int i) {
    return attributes[i * 4 + 1];
  }

  /** Behind the opening quote; where the name ends, if there is no value. */
  int valueStart(int i) {
    return attributes[i * 4 + 2];
  }

  /** Before the closing quote. */
  int valueEnd(int i) {
    return attributes[i * 4 + 3];
  }

  /** Behind the closing quote. */
  int attributeEnd(int i) {
    int quote = html[valueStart(i) - 1];
    boolean quoted = valueStart(i) > attributeNameEnd(i) && (quote == '"' || quote == '\'');
    return valueEnd(i) + (quoted ? 1 : 0);
  }

  /** Number of the tag's first attribute of this name, or -1. Browsers drop the others too. */
  int attribute(String lowerCaseName) {
    for (int i = 0; i < attributeCount; i++) {
      if (Ascii.equalsIgnoringCase(html, attributeStart(i), attributeNameEnd(i), lowerCaseName)) {
        return i;
      }
    }
    return -1;
  }

  /** Tag open state, at {@code <}. False if this is text. */
  private boolean readMarkup() {
    int next = peek(1);
    if (Ascii.isLetter(next)) {
      readTag(start + 1, Kind.START_TAG);
      return true;
    }
    if (next == '/') {
      if (at + 2 == to) {
        return false;
      }
      if (Ascii.isLetter(peek(2))) {
        readTag(start + 2, Kind.END_TAG);
      } else {
        readDeclaration();
      }
      return true;
    }
    if (next == '!' && peek(2) == '-' && peek(3) == '-') {
      readComment();
      return true;
    }
    if (next == '!' || next == '?') {
      readDeclaration();
      return true;
    }
    return false;
  }

  private int peek(int ahead) {
    return at + ahead < to ? html[at + ahead] : 0;
  }

  private void readDeclaration() {
    int end = Ascii.indexOf(html, at, to, '>');
    endAt(end < to ? Kind.DECLARATION : Kind.UNFINISHED, Math.min(end + 1, to));
  }

  /** Comment start state and those behind it: ends at {@code -->}, {@code --!>}, {@code <!-->}. */
  private void readComment() {
    int i = start + 4;
    if (i < to && html[i] == '>') {
      endAt(Kind.COMMENT, i + 1);
      return;
    }
    if (i + 1 < to && html[i] == '-' && html[i + 1] == '>') {
      endAt(Kind.COMMENT, i + 2);
      return;
    }
    for (i = Ascii.indexOf(html, i, to, '-'); i + 2 < to; i = Ascii.indexOf(html, i + 1, to, '-')) {
      if (html[i + 1] == '-' && html[i + 2] == '>') {
        endAt(Kind.COMMENT, i + 3);
        return;
      }
      if (html[i + 1] == '-' && html[i + 2] == '!' && i + 3 < to && html[i + 3] == '>') {
        endAt(Kind.COMMENT, i + 4);
        return;
      }
    }
    endAt(Kind.UNFINISHED, to);
  }

  private void endAt(Kind found, int end) {
    kind = found;
    at = end;
  }

  /** Tag name state and the attribute states. */
  private void readTag(int nameStart, Kind tag) {
    attributeCount = 0;
    int i = nameStart;
    while (i < to && !endsName(html[i])) {
      i++;
    }
    nameEnd = i;
    boolean selfClosing = false;
    while (i < to && html[i] != '>') {
      selfClosing = html[i] == '/';
      i = html[i] == '/' || Ascii.isSpace(html[i]) ? i + 1 : readAttribute(i);
    }
    if (i >= to) {
      endAt(Kind.UNFINISHED, to);
      return;
    }
    endAt(tag, i + 1);
    countForeign(tag, selfClosing);
    if (tag == Kind.START_TAG && !(selfClosing && openForeign > 0)) {
      startRawText();
    }
  }

  /** In SVG and MathML, {@code <title/>} is an element without content, in HTML its start tag. */
  private void countForeign(Kind tag, boolean selfClosing) {
    if (nameEnd - nameStart() > 4 || !isNamed("svg") && !isNamed("math")) {
      return;
    }
    if (tag == Kind.END_TAG) {
      openForeign = Math.max(0, openForeign - 1);
    } else if (!selfClosing) {
      openForeign++;
    }
  }

  private static boolean endsName(byte b) {
    return b == '>' || b == '/' || Ascii.isSpace(b);
  }

  private int readAttribute(int nameStart) {
    // A "=" in front is part of the name.
    int i = nameStart + 1;
    while (i < to && html[i] != '=' && !endsName(html[i])) {
      i++;
    }
    int attributeNameEnd = i;
    i = skipSpace(i);
    if (i == to || html[i] != '=') {
      addAttribute(nameStart, attributeNameEnd, attributeNameEnd, attributeNameEnd);
      return i;
    }
    i = skipSpace(i + 1);
    if (i == to) {
      return to;
    }
    byte quote = html[i];
    if (quote == '"' || quote == '\'') {
      int valueEnd = Ascii.indexOf(html, i + 1, to, quote);
      addAttribute(nameStart, attributeNameEnd, i + 1, valueEnd);
      return Math.min(valueEnd + 1, to);
    }
    int valueEnd = i;
    while (valueEnd < to && html[valueEnd] != '>' && !Ascii.isSpace(html[valueEnd])) {
      valueEnd++;
    }
    addAttribute(nameStart, attributeNameEnd, i, valueEnd);
    return valueEnd;
  }

  private int skipSpace(int from) {
    int i = from;
    while (i < to && Ascii.isSpace(html[i])) {
      i++;
    }
    return i;
  }

  private void addAttribute(int nameStart, int attributeNameEnd, int valueStart, int valueEnd) {
    if (attributeCount == MAX_ATTRIBUTES) {
      return;
    }
    if (attributeCount * 4 == attributes.length) {
      attributes = Arrays.copyOf(attributes, attributes.length * 2);
    }
    int i = attributeCount++ * 4;
    attributes[i] = nameStart;
    attributes[i + 1] = attributeNameEnd;
    attributes[i + 2] = valueStart;
    attributes[i + 3] = valueEnd;
  }

  private void startRawText() {
    int length = nameEnd - start - 1;
    if (length == 9 && isNamed("plaintext")) {
      rawTextUntil = NEVER;
    } else if (length == 3 || length >= 5 && length <= 8) {
      String name = Ascii.latin1(html, start + 1, nameEnd).toLowerCase(Locale.ROOT);
      rawTextUntil = RAW_TEXT_ELEMENTS.contains(name) ? name : "";
    }
  }

  /** RCDATA, RAWTEXT and script data states: up to the element's own end tag. */
  private void readRawText(String element) {
    kind = Kind.RAW_TEXT;
    boolean script = element.equals("script");
    boolean escaped = false;
    boolean doubleEscaped = false;
    for (int i = at; i < to; i++) {
      if (html[i] == '<') {
        boolean end = i + 1 < to && html[i + 1] == '/';
        if (isTagNamed(i + (end ? 2 : 1), element)) {
          if (end && !doubleEscaped) {
            at = i;
            return;
          }
          doubleEscaped = script && escaped && !end;
        } else if (script && Ascii.startsWithIgnoringCase(html, i, to, "<!--")) {
          escaped = true;
          i++;
        }
      } else if (escaped && html[i] == '>' && html[i - 1] == '-' && html[i - 2] == '-') {
        escaped = false;
        doubleEscaped = false;
      }
    }
    endAt(Kind.UNFINISHED, to);
  }

  private boolean isTagNamed(int from, String element) {
    int end = from + element.length();
    return end < to && Ascii.startsWithIgnoringCase(html, from, to, element) && endsName(html[end]);
  }
}
