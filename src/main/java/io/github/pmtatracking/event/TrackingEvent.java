package io.github.pmtatracking.event;

import io.github.pmtatracking.link.TrackingLink;
import org.jspecify.annotations.Nullable;

/**
 * One open or click of a recipient.
 *
 * @param id decimal, 0..2^63-1, the same at every retry; {@code null} in entries of the original's
 *     tracker, which has none
 * @param link of the request
 * @param timestamp Unix seconds
 * @param userAgent the HTTP header, {@code ""} without one
 * @param ipAddress the client's address as text
 */
public record TrackingEvent(
    @Nullable String id, TrackingLink link, long timestamp, String userAgent, String ipAddress) {}
