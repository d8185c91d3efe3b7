package io.github.pmtatracking.link;

import io.github.pmtatracking.json.JsonWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * The URL of a site's tracker. Makes its links: {@code https://track.example.com/prefix/<base64url
 * of zlib of JSON>}. Thread-safe.
 */
public final class TrackingUrl {
  private final String base;
  private final String host;
  private final int port;
  private final String path;
  private final Pool<Worker> workers =
      new Pool<>(Runtime.getRuntime().availableProcessors() * 2, Worker::new, Worker::end);

  /**
   * Checks the URL and brings it into the original's form: no empty path segments, all characters
   * except ASCII percent-encoded, no slash at the end.
   *
   * @throws IllegalArgumentException if it is not http or https with a host, or has user
   *     information or a query; the message names the flag {@code -tracking_url}
   */
  public TrackingUrl(String base) {
    URI uri = parse(base);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw bad(base, "its scheme is neither http nor https");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw bad(base, "it needs a host, and no user");
    }
    if (uri.getRawQuery() != null && !uri.getRawQuery().isEmpty()) {
      throw bad(base, "a query would stand before the link");
    }
    this.host = uri.getHost().toLowerCase(Locale.ROOT);
    this.port = uri.getPort();
    this.path = clean(uri.getRawPath());
    this.base = scheme + "://" + uri.getHost() + (port < 0 ? "" : ":" + port) + path + "/";
  }

  /**
   * The URL of a link. Of the characters that HTML or quoted-printable escape, it can only have =.
   */
  public String encode(TrackingLink link) {
    return encode(link, null);
  }

  /**
   * The URL of a link whose path contains a text that apps match (SparkPost's custom link
   * sub-paths): {@code https://track.example.com/prefix/f/<sub-path>/<link>}.
   *
   * @param subPath segments of a path, without slashes at its ends; null for none
   */
  public String encode(TrackingLink link, @Nullable String subPath) {
    Worker worker = workers.take();
    try {
      String segment = worker.segment(link);
      return subPath == null ? base + segment : base + "f/" + subPath + "/" + segment;
    } finally {
      workers.giveBack(worker);
    }
  }

  /**
   * Whether a URL leads to this tracker: same host and prefix, http or https. Such a link is not
   * wrapped again.
   */
  public boolean isOurs(String url) {
    if (!mentionsHost(url)) {
      return false;
    }
    URI uri;
    try {
      uri = new URI(percentEncoded(url.strip()));
    } catch (URISyntaxException other) {
      return false;
    }
    String scheme = uri.getScheme();
    return uri.getHost() != null
        && uri.getHost().equalsIgnoreCase(host)
        && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
        && samePort(scheme, uri.getPort())
        && (uri.getRawPath() + "/").startsWith(path + "/");
  }

  private boolean mentionsHost(String url) {
    for (int i = url.length() - host.length(); i >= 0; i--) {
      if (url.regionMatches(true, i, host, 0, host.length())) {
        return true;
      }
    }
    return false;
  }

  private boolean samePort(String scheme, int otherPort) {
    return effectivePort(scheme, otherPort) == effectivePort(scheme, port);
  }

  // A tracker behind a proxy can be reached at both default ports.
  private static int effectivePort(String scheme, int port) {
    int standard = "https".equalsIgnoreCase(scheme) ? 443 : 80;
    return port == standard || port < 0 ? 0 : port;
  }

  private static URI parse(String base) {
    try {
      return new URI(percentEncoded(base));
    } catch (URISyntaxException unusable) {
      throw bad(base, unusable.getReason());
    }
  }

  /** Encodes characters that a URL cannot have, and #, as the original does. */
  private static String percentEncoded(String url) {
    StringBuilder encoded = new StringBuilder(url.length() + 16);
    for (byte b : url.getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 0x7f && "\"#<>\\^`{|}".indexOf(b) < 0) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private static String clean(String rawPath) {
    ArrayDeque<String> segments = new ArrayDeque<>();
    for (String segment : rawPath.split("/", -1)) {
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    return segments.isEmpty() ? "" : "/" + String.join("/", segments);
  }

  private static IllegalArgumentException bad(String base, String why) {
    return new IllegalArgumentException(
        "tracking URL \""
            + base
            + "\" cannot carry links: "
            + why
            + "; set -tracking_url to something like https://track.example.com");
  }

  /** Makes one link at a time. The deflater uses a quarter of a megabyte outside of the heap. */
  private static final class Worker {
    private final FixedHuffmanDeflater shortTexts = new FixedHuffmanDeflater();
    private final Deflater deflater = new Deflater();
    private final JsonWriter json = new JsonWriter(512);
    private byte[] deflated = new byte[1024];

    String segment(TrackingLink link) {
      json.reset();
      LinkJson.write(link, json);
      if (json.length() <= FixedHuffmanDeflater.MAX_BYTES) {
        int compressed = shortTexts.compress(json.buffer(), json.length());
        return base64(shortTexts.bytes(), compressed);
      }
      int length = deflate();
      return base64(deflated, length);
    }

    private int deflate() {
      deflater.reset();
      deflater.setInput(json.buffer(), 0, json.length());
      deflater.finish();
      int length = 0;
      while (!deflater.finished()) {
        if (length == deflated.length) {
          deflated = Arrays.copyOf(deflated, length * 2);
        }
        length += deflater.deflate(deflated, length, deflated.length - length);
      }
      return length;
    }

    private static String base64(byte[] bytes, int length) {
      ByteBuffer text = Base64.getUrlEncoder().encode(ByteBuffer.wrap(bytes, 0, length));
      return new String(text.array(), 0, text.limit(), StandardCharsets.ISO_8859_1);
    }

    void end() {
      deflater.end();
    }
  }
}
