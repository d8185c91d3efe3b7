package io.github.pmtatracking.demo;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One POST to the ingest API as it arrives: nothing of its body is read before it is asked for.
 * Used by the thread that serves the request only.
 */
public final class IngestPost {
  private final HttpExchange exchange;
  private final Function<IngestPost, IngestReply> acceptance;
  private byte @Nullable [] body;

  IngestPost(HttpExchange exchange, Function<IngestPost, IngestReply> acceptance) {
    this.exchange = exchange;
    this.acceptance = acceptance;
  }

  /** The value of a request header, or null. */
  public @Nullable String header(String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  /** The inflated body. Throws {@link IOException} when it is no gzip or the client leaves. */
  public byte[] ndjson() throws IOException {
    if (body == null) {
      try (InputStream in =
          new GZIPInputStream(new ByteArrayInputStream(exchange.getRequestBody().readAllBytes()))) {
        body = in.readAllBytes();
      }
    }
    return body;
  }

  /** The events, a line each. */
  public List<String> lines() throws IOException {
    return new String(ndjson(), StandardCharsets.UTF_8).lines().toList();
  }

  /** Takes up to {@code length} bytes off the connection, to answer or cut it in the middle. */
  public void readSome(int length) throws IOException {
    exchange.getRequestBody().readNBytes(length);
  }

  /** Checks and records the events, as a well-behaved API does, and gives the reply to it. */
  public IngestReply accept() {
    return acceptance.apply(this);
  }
}
