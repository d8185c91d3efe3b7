package io.github.pmtatracking.wrapper.html;

import io.github.pmtatracking.wrapper.bytes.ByteRange;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Content in UTF-16 (RFC 2781): the view has one byte for each code unit. */
final class Utf16Text implements HtmlText {
  private static final byte NO_MARKUP = (byte) 0xff;

  private final ByteRange content;
  private final Charset charset;
  private final int bom;
  private final byte[] view;

  Utf16Text(ByteRange content, String name) {
    int first = content.length() < 2 ? 0 : unit(content, 0, true);
    boolean marked = first == 0xfeff || first == 0xfffe;
    boolean bigEndian = marked ? first == 0xfeff : !name.equals("utf-16le");
    this.content = content;
    this.charset = bigEndian ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
    this.bom = marked ? 2 : 0;
    this.view = new byte[(content.length() - bom) / 2];
    for (int i = 0; i < view.length; i++) {
      int unit = unit(content, contentOffset(i), bigEndian);
      view[i] = unit < 0x80 ? (byte) unit : NO_MARKUP;
    }
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
    return bom + 2 * viewOffset;
  }

  @Override
  public String characters(int from, int to) {
    return new String(
        content.bytes(), content.from() + contentOffset(from), 2 * (to - from), charset);
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
