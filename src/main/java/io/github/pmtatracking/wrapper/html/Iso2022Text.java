package io.github.pmtatracking.wrapper.html;

import io.github.pmtatracking.wrapper.bytes.ByteRange;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Content in ISO-2022-JP (RFC 1468). Its escape sequences switch to two-byte characters, which use
 * the bytes of ASCII. The view hides these characters and the sequences.
 */
final class Iso2022Text implements HtmlText {
  private static final TextDecoding DECODING = TextDecoding.of(Encodings.JAVA_ISO_2022_JP);
  private static final byte ESCAPE = 0x1b;
  private static final byte NO_MARKUP = (byte) 0xff;

  private final ByteRange content;
  private final byte[] view;

  Iso2022Text(ByteRange content) {
    this.content = content;
    this.view = content.copy();
    boolean ascii = true;
    int at = 0;
    while (at < view.length) {
      if (view[at] == ESCAPE) {
        int length = Math.min(sequenceLength(view, at), view.length - at);
        ascii = isToAscii(view, at, length);
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

  private static int sequenceLength(byte[] bytes, int at) {
    return at + 2 < bytes.length && bytes[at + 1] == '$' && bytes[at + 2] == '(' ? 4 : 3;
  }

  /** ESC ( B is ASCII, ESC ( J differs from it in two characters. */
  private static boolean isToAscii(byte[] bytes, int at, int length) {
    return length == 3 && bytes[at + 1] == '(' && (bytes[at + 2] == 'B' || bytes[at + 2] == 'J');
  }

  @Override
  public boolean takesMarkupAt(int viewOffset) {
    byte[] bytes = content.bytes();
    int place = content.from() + viewOffset;
    for (int at = place - 1; at >= content.from(); at--) {
      if (bytes[at] == ESCAPE) {
        int length = Math.min(sequenceLength(bytes, at), content.to() - at);
        return at + length <= place && isToAscii(bytes, at, length);
      }
    }
    return true;
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
  public @Nullable String characters(int from, int to) {
    int start = content.from() + from;
    return DECODING.decode(content.bytes(), start, start + to - from);
  }

  @Override
  public Charset markup() {
    return StandardCharsets.ISO_8859_1;
  }
}
