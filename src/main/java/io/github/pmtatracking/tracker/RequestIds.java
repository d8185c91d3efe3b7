package io.github.pmtatracking.tracker;

import io.github.pmtatracking.event.EventIds;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes the id of an event from the id that a trusted proxy gave to the request, so that a request
 * that the proxy sent to one tracker and then to another is one event. Thread-safe.
 */
public final class RequestIds {
  private final String header;
  private final Predicate<InetAddress> trusted;

  /**
   * @param header the name of the header; {@code ""} for none
   * @param trusted whose header is believed, by the address of the connection
   */
  RequestIds(String header, Predicate<InetAddress> trusted) {
    this.header = header;
    this.trusted = trusted;
  }

  /** The event id, or {@code null} without exactly one usable header of a trusted peer. */
  public @Nullable String eventId(HttpHeaders headers, InetAddress socketPeer) {
    if (header.isEmpty() || !headers.contains(header) || !trusted.test(socketPeer)) {
      return null;
    }
    List<String> values = headers.getAll(header);
    return values.size() == 1 && EventIds.isRequestId(values.get(0))
        ? EventIds.ofRequest(values.get(0))
        : null;
  }
}
