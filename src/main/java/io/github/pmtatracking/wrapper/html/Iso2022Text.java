package io.github.pmtatracking.wrapper.html;

import io.github.pmtatracking.wrapper.bytes.ByteRange;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Content in ISO-2022-JP (RFC 1468). Its escape sequences switch to two-byte characters, which use
 * the bytes of ASCII. The view hides these characters and the sequences.
 */
final class Iso2022Text implements HtmlText {
  private static final byte ESCAPE = 0x1b;
  private static final byte NO_MARKUP = (byte) 0xff;

  private final ByteRange content;
  private final Charset charset;
  private final byte[] view;

  Iso2022Text(ByteRange content, Charset charset) {
    this.content = content;
    this.charset = charset;
    this.view = content.copy();
    boolean ascii = true;
    int at = 0;
    while (at < view.length) {
      if (view[at] == ESCAPE) {
        int length = Math.min(sequenceLength(at), view.length - at);
        // ESC ( B is ASCII, ESC ( J differs from it in two characters.
        ascii = length == 3 && view[at + 1] == '(' && (view[at + 2] == 'B' || view[at + 2] == 'J');
        for (int i = 0; i < length; i++) {
          view[at++] = NO_MARKUP;
        }
      } else {
        if (!ascii) {
          view[at] = NO_MARKUP;
        }
        at++;
      }
    }
  }

  private int sequenceLength(int at) {
    return at + 2 < view.length && view[at + 1] == '$' && view[at + 2] == '(' ? 4 : 3;
  }

  @Override
  public ByteRange view() {
    return new ByteRange(view, 0, view.length);
  }

  @Override
  public int contentOffset(int viewOffset) {
    return viewOffset;
  }

  @Override
  public String characters(int from, int to) {
    return new String(content.bytes(), content.from() + from, to - from, charset);
  }

  @Override
  public Charset markup() {
    return StandardCharsets.ISO_8859_1;
  }
}
