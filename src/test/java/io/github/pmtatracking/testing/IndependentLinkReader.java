package io.github.pmtatracking.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.InflaterInputStream;

/** Reads the JSON text of a link with nothing but the JDK, to judge what our encoder makes. */
public final class IndependentLinkReader {
  private IndependentLinkReader() {}

  /** The JSON text in the last path segment of a link's URL. */
  public static String json(String url) {
    byte[] zlib = Base64.getUrlDecoder().decode(url.substring(url.lastIndexOf('/') + 1));
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(zlib))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
