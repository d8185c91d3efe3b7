package io.github.pmtatracking.event;

import io.github.pmtatracking.link.TrackingLink;
import org.jspecify.annotations.Nullable;

/**
 * One open or click of a reader.
 *
 * @param id decimal, 0..2^63-1, the same over every retry; {@code null} in entries of the
 *     original's tracker, which knows none
 * @param link what was fetched
 * @param timestamp Unix seconds
 * @param userAgent the HTTP header, {@code ""} without one
 * @param ipAddress the reader's address as text
 */
public record TrackingEvent(
    @Nullable String id, TrackingLink link, long timestamp, String userAgent, String ipAddress) {}
