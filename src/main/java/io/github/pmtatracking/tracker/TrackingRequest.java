package io.github.pmtatracking.tracker;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an HTTP request that the tracker uses. They are taken from the request itself, so
 * that no query parameter can pass for a header.
 *
 * @param path of the request's target, percent-encoded as it came, without query
 * @param head whether the method is HEAD, which is no event
 * @param userAgent the header, {@code ""} without one
 * @param addressHeader the lines of the header with the client's address ({@code
 *     tracker.client-address}), unchanged and in their order; empty without one
 * @param peer the address of the other end of the connection, or the address that a trusted proxy
 *     there sent by the PROXY protocol
 * @param eventId the id of its event, or {@code null} for a new one
 */
public record TrackingRequest(
    String path,
    boolean head,
    String userAgent,
    List<String> addressHeader,
    InetAddress peer,
    @Nullable String eventId) {}
