package io.github.pmtatracking.tracker;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reader's HTTP request says, as far as the tracker looks at it. Taken from the request
 * itself, so that no query parameter can pass for a header.
 *
 * @param path of the request's target, percent-encoded as it came, without query
 * @param head whether only the head of the answer was asked for, which is no event
 * @param userAgent the header, {@code ""} without one
 * @param addressHeader the lines of the header that names the reader's address ({@code
 *     tracker.client-address}), as they came and in their order; empty without one
 * @param peer the address at the other end of the connection, or what a trusted proxy there told by
 *     the PROXY protocol
 * @param eventId the id that its event is to have, or {@code null} for a new one
 */
public record TrackingRequest(
    String path,
    boolean head,
    String userAgent,
    List<String> addressHeader,
    InetAddress peer,
    @Nullable String eventId) {}
