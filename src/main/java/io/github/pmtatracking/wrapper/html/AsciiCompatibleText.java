package io.github.pmtatracking.wrapper.html;

import io.github.pmtatracking.wrapper.bytes.Ascii;
import io.github.pmtatracking.wrapper.bytes.ByteRange;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Content in a superset of ASCII: the view is the content itself. */
record AsciiCompatibleText(ByteRange content, Charset charset) implements HtmlText {

  @Override
  public ByteRange view() {
    return content;
  }

  @Override
  public int contentOffset(int viewOffset) {
    return viewOffset;
  }

  @Override
  public String characters(int from, int to) {
    int start = content.from() + from;
    int end = content.from() + to;
    boolean ascii = true;
    for (int i = start; i < end && ascii; i++) {
      ascii = content.bytes()[i] >= 0;
    }
    if (ascii) {
      return Ascii.latin1(content.bytes(), start, end);
    }
    if (!charset.equals(StandardCharsets.US_ASCII)) {
      return new String(content.bytes(), start, end - start, charset);
    }
    // Bytes beyond US-ASCII: UTF-8 if they are valid UTF-8, otherwise windows-1252 as in browsers.
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(content.bytes(), start, end - start))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      return new String(content.bytes(), start, end - start, Charset.forName("windows-1252"));
    }
  }

  @Override
  public Charset markup() {
    return StandardCharsets.ISO_8859_1;
  }
}
