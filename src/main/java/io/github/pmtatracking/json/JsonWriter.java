package io.github.pmtatracking.json;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes JSON text as UTF-8 into one growing buffer, by Jackson's generator. Escapes the same
 * characters as Go's encoding/json, in the same way (docs/formats.md, "Link JSON"; {@link
 * GoEscapes}). A surrogate without its partner becomes U+FFFD. Not thread-safe.
 *
 * <p>A writer that is used for one text only is closed, which gives its working memory to the next
 * writer of the thread: without that, a writer costs three times as much (docs/adr/0018).
 */
public final class JsonWriter implements AutoCloseable {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .characterEscapes(new GoEscapes())
          .rootValueSeparator((String) null)
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  private final Buffer buffer;
  private final JsonGenerator json;

  /**
   * An empty writer.
   *
   * @param capacity bytes to begin with; the buffer grows when needed
   */
  public JsonWriter(int capacity) {
    buffer = new Buffer(capacity);
    try {
      json = JSON.createGenerator(buffer, JsonEncoding.UTF8);
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  /** Discards the text, so that the writer can be used again. */
  public void reset() {
    flush();
    buffer.reset();
  }

  /** The writer's own array; its first {@link #length} bytes are valid until the next call. */
  public byte[] buffer() {
    flush();
    return buffer.array();
  }

  /** The number of bytes written. */
  public int length() {
    flush();
    return buffer.size();
  }

  /** A copy of the bytes written. */
  public byte[] toByteArray() {
    flush();
    return buffer.toByteArray();
  }

  /** Writes JSON as it is: punctuation, names that need no escapes, numbers. */
  public JsonWriter raw(String text) {
    try {
      json.writeRaw(text);
      return this;
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  /** Writes a quoted string. */
  public JsonWriter string(String value) {
    try {
      json.writeString(wellFormed(value));
      return this;
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  /** Gives the working memory back. What was written can still be read. */
  @Override
  public void close() {
    try {
      json.close();
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  private void flush() {
    try {
      json.flush();
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  private static UncheckedIOException inMemory(IOException e) {
    return new UncheckedIOException("writing into memory does not fail", e);
  }

  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return withoutLoneSurrogates(text);
      }
    }
    return text;
  }

  private static String withoutLoneSurrogates(String text) {
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
        .forEach(result::appendCodePoint);
    return result.toString();
  }

  /** Gives access to its array, so that a compressor needs no copy. */
  private static final class Buffer extends ByteArrayOutputStream {
    Buffer(int capacity) {
      super(capacity);
    }

    byte[] array() {
      return buf;
    }
  }
}
