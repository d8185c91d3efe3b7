package io.github.pmtatracking.tracker.http;

import io.github.pmtatracking.event.EventIds;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes an event id from the request id that a trusted proxy sends, so that a request that the
 * proxy sends first to one tracker and then to another is one event. Thread-safe.
 */
public final class RequestIds {
  private final String header;
  private final Predicate<InetAddress> trusted;

  /**
   * @param header the name of the header; {@code ""} for none
   * @param trusted whether the header of the peer with this address is used
   */
  public RequestIds(String header, Predicate<InetAddress> trusted) {
    this.header = header;
    this.trusted = trusted;
  }

  /** The event id, or {@code null} without exactly one valid header of a trusted peer. */
  @Nullable String eventId(HttpHeaders headers, InetAddress socketPeer) {
    if (header.isEmpty() || !headers.contains(header) || !trusted.test(socketPeer)) {
      return null;
    }
    List<String> values = headers.getAll(header);
    return values.size() == 1 && EventIds.isRequestId(values.get(0))
        ? EventIds.ofRequest(values.get(0))
        : null;
  }
}
