package io.github.pmtatracking.demo;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What the ingest API says to a POST.
 *
 * @param status HTTP status, or 0 to close the connection without a word
 * @param headers response headers
 * @param body as it goes over the wire
 * @param missing bytes that {@code Content-Length} promises and the connection does not deliver
 */
public record IngestReply(int status, Map<String, String> headers, byte[] body, int missing) {
  /** The connection is closed, no byte is answered. */
  public static final IngestReply HANG_UP = new IngestReply(0, Map.of(), "", 0);

  /** With a body of text. */
  public IngestReply(int status, Map<String, String> headers, String body, int missing) {
    this(status, headers, body.getBytes(StandardCharsets.UTF_8), missing);
  }

  public static IngestReply json(int status, String body) {
    return new IngestReply(status, Map.of("Content-Type", "application/json"), body, 0);
  }

  /** A refusal in the form that the API gives its errors. */
  public static IngestReply error(int status, String message) {
    return json(
        status, "{\"errors\":[{\"message\":\"" + message + "\",\"code\":\"" + status + "\"}]}");
  }
}
