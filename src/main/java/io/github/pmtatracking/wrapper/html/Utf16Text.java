package io.github.pmtatracking.wrapper.html;

import io.github.pmtatracking.wrapper.bytes.ByteRange;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Content in UTF-16 (RFC 2781): the view has one byte for each code unit. */
final class Utf16Text implements HtmlText {
  private static final byte NO_MARKUP = (byte) 0xff;

  /** Bytes of a byte order mark. */
  static final int MARK_LENGTH = 2;

  private final ByteRange content;
  private final Charset charset;
  private final int mark;
  private final byte[] view;

  /**
   * The text.
   *
   * @param mark bytes of the byte order mark at the start
   */
  Utf16Text(ByteRange content, boolean bigEndian, int mark) {
    this.content = content;
    this.charset = bigEndian ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
    this.mark = mark;
    this.view = new byte[(content.length() - mark) / 2];
    for (int i = 0; i < view.length; i++) {
      int unit = unit(content, contentOffset(i), bigEndian);
      view[i] = unit < 0x80 ? (byte) unit : NO_MARKUP;
    }
  }

  /** Whether the mark at the start says big-endian; null if there is none. */
  static @Nullable Boolean markedOrder(ByteRange content) {
    int first = content.length() < MARK_LENGTH ? 0 : unit(content, 0, true);
    return first == 0xfeff ? Boolean.TRUE : first == 0xfffe ? Boolean.FALSE : null;
  }

  /**
   * Text without a mark. The labels {@code utf-16le} and {@code utf-16be} say the order. The others
   * do not (RFC 2781 4.3 takes big-endian, browsers little-endian, and mail has both), so that the
   * first {@code <} decides.
   *
   * @return null if no {@code <} shows the order
   */
  static @Nullable Utf16Text unmarked(String label, ByteRange content) {
    String name = label.strip().toLowerCase(Locale.ROOT);
    if (name.equals("utf-16le") || name.equals("utf-16be")) {
      return new Utf16Text(content, name.equals("utf-16be"), 0);
    }
    for (int i = 0; i + 1 < content.length(); i += 2) {
      if (unit(content, i, false) == '<') {
        return new Utf16Text(content, false, 0);
      }
      if (unit(content, i, true) == '<') {
        return new Utf16Text(content, true, 0);
      }
    }
    return null;
  }

  private static int unit(ByteRange content, int offset, boolean bigEndian) {
    int first = content.bytes()[content.from() + offset] & 255;
    int second = content.bytes()[content.from() + offset + 1] & 255;
    return bigEndian ? first << 8 | second : second << 8 | first;
  }

  @Override
  public ByteRange view() {
    return new ByteRange(view, 0, view.length);
  }

  @Override
  public int contentOffset(int viewOffset) {
    return mark + 2 * viewOffset;
  }

  @Override
  public @Nullable String characters(int from, int to) {
    int start = content.from() + contentOffset(from);
    return TextDecoding.of(charset).decode(content.bytes(), start, start + 2 * (to - from));
  }

  @Override
  public Charset markup() {
    return charset;
  }

  @Override
  public int width() {
    return 2;
  }
}
